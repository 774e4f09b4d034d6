// The artists that the user follows, and what they have published.
import type { Artist, ArtistFollowState, Track } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { usePages, type PagedList } from './catalogue.ts';
import { loadLibrary } from './music-library.ts';
import { useResource, type Resource } from './resource.ts';
import { rememberTracks } from './tracks.ts';

/** Changes with each follow, so that what depends on it is loaded again. */
const followsChanged = signal(0);

export const useFollowState = (artistId: string): Resource<ArtistFollowState> =>
  useResource(`follow ${artistId}`, async () => (await loadLibrary()).getArtistFollow({ artistId }));

export async function setArtistFollowed(artistId: string, isFollowed: boolean): Promise<void> {
  const library = await loadLibrary();
  await (isFollowed ? library.followArtist({ artistId }) : library.unfollowArtist({ artistId }));
  followsChanged.value += 1;
}

/** Those that have public tracks, the last followed first. */
export const useFollowedArtists = (): PagedList<Artist> =>
  usePages('followed artists', async (page) => {
    const { items, nextCursor } = await (await loadLibrary()).listFollowedArtists(page);
    return { items: items.flatMap(({ artist }) => artist ?? []), nextCursor };
  });

/** The newest tracks of artists that the user follows. */
export function useReleases(limit: number): Resource<readonly Track[]> {
  const releases = useResource('new releases', async () => {
    const { items } = await (await loadLibrary()).listNewReleases({ limit });
    const tracks = items.map(({ track }) => track);
    rememberTracks(tracks);
    return tracks;
  });
  useEffect(() => void releases.reload(), [followsChanged.value]);
  return releases;
}

// The artists that the user follows.
import type { ArtistFollowState, FollowedArtist } from '@downbeat/sdk';
import { usePages, type PagedList } from './catalogue.ts';
import { loadLibrary } from './music-library.ts';
import { useResource, type Resource } from './resource.ts';

export const useFollowState = (artistId: string): Resource<ArtistFollowState> =>
  useResource(`follow ${artistId}`, async () => (await loadLibrary()).getArtistFollow({ artistId }));

export async function setArtistFollowed(artistId: string, isFollowed: boolean): Promise<void> {
  const library = await loadLibrary();
  await (isFollowed ? library.followArtist({ artistId }) : library.unfollowArtist({ artistId }));
}

/** The last followed first, also those that have no public tracks now. */
export const useFollowedArtists = (): PagedList<FollowedArtist> =>
  usePages('followed artists', async (page) => (await loadLibrary()).listFollowedArtists(page));

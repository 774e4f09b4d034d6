import type { MusicOperations } from '@downbeat/sdk';
import { downbeat } from './account.ts';
import { tell } from './notice.ts';
import { useResource, type Resource } from './resource.ts';
import { rememberTracks, type Track } from './tracks.ts';

export type Playlist = Awaited<ReturnType<MusicOperations['getPlaylist']>>;
type PlaylistPage = Awaited<ReturnType<MusicOperations['listPlaylists']>>;

export type PlaylistSummary = PlaylistPage['items'][number];

/** The most playlists that are listed; an account may have 200. */
const SHOWN = 100;

export function usePlaylists(): Resource<PlaylistPage> {
  return useResource('playlists', async () => {
    const first = await downbeat.music.listPlaylists({ limit: SHOWN });
    if (first.nextCursor === null) return first;
    const second = await downbeat.music.listPlaylists({ limit: SHOWN, cursor: first.nextCursor });
    return { items: [...first.items, ...second.items], nextCursor: second.nextCursor };
  });
}

export function usePlaylist(playlistId: string): Resource<Playlist> {
  return useResource(`playlist ${playlistId}`, async () => {
    const playlist = await downbeat.music.getPlaylist({ playlistId });
    rememberTracks(playlist.items.map(({ track }) => track));
    return playlist;
  });
}

export function createPlaylist(name: string): Promise<Playlist> {
  return downbeat.music.createPlaylist({ name });
}

export async function addToPlaylist(
  playlist: { id: string; name: string },
  track: Pick<Track, 'id' | 'title'>,
): Promise<void> {
  await downbeat.music.addPlaylistItem({ playlistId: playlist.id, trackId: track.id });
  tell(`${track.title} is in ${playlist.name} now.`);
}

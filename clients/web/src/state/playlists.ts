import type { Playlist, PlaylistSummary, Track } from '@downbeat/sdk';
import { downbeat } from './account.ts';
import { tell } from './notice.ts';
import { useResource, type Resource } from './resource.ts';
import { rememberTracks } from './tracks.ts';
import './sentences.ts';

/** The largest page; an account has at most 200 playlists, so all of them come in two. */
const PAGE_SIZE = 100;

export function usePlaylists(): Resource<readonly PlaylistSummary[]> {
  return useResource('playlists', async () => {
    const playlists: PlaylistSummary[] = [];
    for await (const playlist of downbeat.music.listPlaylists({ limit: PAGE_SIZE })) playlists.push(playlist);
    return playlists;
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

import type { Test } from 'tap';
import type { Playlist, Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic, type Person } from '../kit/music.ts';

/** A service with an artist, and helpers for playlists. */
export async function startPlaylists(t: Test) {
  const music = await startMusic(t);
  const artist = music.person('artist', 'Nadia');

  const newTrack = async (title: string): Promise<Track> => {
    const response = await music.upload(audioForm(silentWav(1), 'a.wav', { title }), artist);
    return (await response.json()) as Track;
  };

  const newPlaylist = async (owner: Person, body: object = { name: 'Evening' }): Promise<Playlist> => {
    const response = await music.send('POST', '/api/music/playlists', owner, body);
    t.equal(response.status, 201);
    return (await response.json()) as Playlist;
  };

  /** Adds a track at the end of a playlist; returns the playlist. */
  const add = async (owner: Person, playlist: string, trackId: string): Promise<Playlist> => {
    const response = await music.send('POST', `/api/music/playlists/${playlist}/items`, owner, { trackId });
    t.equal(response.status, 201);
    return (await response.json()) as Playlist;
  };

  return { music, artist, newTrack, newPlaylist, add };
}

/** The problem for a playlist that does not exist, or not for this account. */
export const notFound = (instance: string) =>
  ({ status: 404, code: 'PLAYLIST_NOT_FOUND', title: 'There is no such playlist', instance }) as const;

import { readFile } from 'node:fs/promises';
import type { Test } from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { demoTrack, uploadForm } from '../kit/files.ts';
import { startMusic, type Music, type MusicOptions, type Person } from '../kit/music.ts';

interface MusicWithTrack {
  music: Music;
  artist: Person;
  track: Track;
  /** The unsigned path of the stream. */
  path: string;
  /** The uploaded file. */
  file: Buffer;
}

/** A service with one track that has a cover. */
export async function startWithTrack(t: Test, options: MusicOptions = {}): Promise<MusicWithTrack> {
  const music = await startMusic(t, options);
  const artist = music.person('artist', 'Nadia');
  const song = demoTrack('paper-rockets.mp3');
  const track = (await (await music.upload(await uploadForm(song), artist)).json()) as Track;
  return { music, artist, track, path: `/api/music/tracks/${track.id}/stream`, file: await readFile(song) };
}

export const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

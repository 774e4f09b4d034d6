import { readFile } from 'node:fs/promises';
import type { Test } from 'tap';
import { demoTrack } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { leavesNothing, tracesOf } from '../kit/traces.ts';

export const MAX_UPLOAD_BYTES = 1024 * 1024;
/** The path of uploads. */
export const instance = '/api/music/create';
/** A file that is accepted. */
export const song = await readFile(demoTrack('paper-rockets.mp3'));

/** A service with a small upload limit. */
export async function startUploads(t: Test) {
  const music = await startMusic(t, { env: { MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) } });
  const before = await tracesOf(music);
  /** A test of refused uploads; asserts that they leave nothing behind. */
  const testRefusal = (name: string, body: (t: Test) => Promise<void>): void => {
    void t.test(name, async (t) => {
      await body(t);
      await leavesNothing(t, music, before);
    });
  };
  return { music, testRefusal, artist: music.person('artist', 'Nadia') };
}

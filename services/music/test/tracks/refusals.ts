import { readFile } from 'node:fs/promises';
import type { Test } from 'tap';
import { demoTrack } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { leavesNothing, tracesOf } from '../kit/traces.ts';

export const MAX_UPLOAD_BYTES = 1024 * 1024;
/** Where uploads are sent to. */
export const instance = '/api/music/create';
/** A whole file that is accepted. */
export const song = await readFile(demoTrack('paper-rockets.mp3'));

/** A service whose limit for uploads is small. */
export async function startRefusals(t: Test) {
  const music = await startMusic(t, { env: { MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) } });
  const before = await tracesOf(music);
  /** A test of an upload that is refused; after it nothing may be left behind. */
  const refusal = (name: string, body: (t: Test) => Promise<void>): void => {
    void t.test(name, async (t) => {
      await body(t);
      await leavesNothing(t, music, before);
    });
  };
  return { music, refusal, artist: music.person('artist', 'Nadia') };
}

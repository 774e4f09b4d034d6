import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';

const run = promisify(execFile);
/** `make test` finds or downloads it. */
export const ffmpegPath = process.env['TEST_FFMPEG_PATH'] ?? 'ffmpeg';

/** The file that ffmpeg makes with these arguments; `-` stands for a pipe, so some formats do not know their length. */
export async function madeByFfmpeg(...args: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const options = { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 } as const;
  const { stdout } = await run(ffmpegPath, ['-v', 'error', '-nostdin', ...args, '-'], options);
  return new Uint8Array(stdout);
}

/** The integrated loudness of a file after a gain, by another filter than the one that the service reads. */
export async function loudnessOf(path: string, gainDb: number): Promise<number> {
  const filter = `volume=${gainDb}dB,loudnorm=dual_mono=true:print_format=json`;
  const { stderr } = await run(ffmpegPath, ['-nostdin', '-i', path, '-af', filter, '-f', 'null', '-']);
  const report = JSON.parse(stderr.slice(stderr.lastIndexOf('{'), stderr.lastIndexOf('}') + 1)) as {
    input_i: string;
  };
  return Number(report.input_i);
}

/** A program that stands in for ffmpeg, and passes the check at the start. */
export async function fakeFfmpeg(t: Test, script: string): Promise<string> {
  const path = join(t.testdir(), 'ffmpeg');
  await writeFile(path, `#!/bin/sh\n[ "$2" = -version ] && exit 0\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

/** Ends with the process that started it. */
export const HANG = 'while kill -0 $PPID 2>/dev/null; do sleep 0.1; done';

/** A stand-in that runs this script instead of encoding; otherwise it is ffmpeg itself. */
export const failingEncoder = (t: Test, script: string): Promise<string> =>
  fakeFfmpeg(t, `case "$*" in *libopus*) ${script};; *) exec "${ffmpegPath}" "$@";; esac`);

/** The samples of one channel of a file, as ffmpeg decodes it to mono at this rate. */
export async function samplesOf(bytes: Uint8Array, path: string, sampleRate: number): Promise<Float32Array> {
  await writeFile(path, bytes);
  const args = ['-i', path, '-ac', '1', '-ar', String(sampleRate), '-f', 'f32le'];
  return new Float32Array((await madeByFfmpeg(...args)).buffer);
}

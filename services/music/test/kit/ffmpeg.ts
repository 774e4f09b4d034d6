import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

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

import { type AudioFile, inputArguments, startFfmpeg, UndecodableError } from '../jobs/ffmpeg.ts';
import { errors } from '../errors.ts';
import type { RenditionName } from '../generated/schemas.gen.ts';
import type { AnalysisFacts } from '../tracks/track-analysis.ts';
import { RENDITIONS } from './rendition-rules.ts';

/** The facts of a file, before its tags and after them, are in its first lines; its own texts can be long. */
const MAX_LOG = 1024 * 1024;
const CODEC = /^ {2}Stream #0:\d.*: Audio: (\w+)/m;
const NO_SPACE = /No space left on device|Disk quota exceeded/;
/** The end of the log, for the service's own log. */
const TAIL = 500;
/** So much longer than its analysis says may a recording be. */
const SLACK_SECONDS = 1;

/**
 * The codec of the first audio stream, as ffmpeg calls it.
 * @throws UndecodableError when there is none
 */
export async function codecOf(program: string, file: AudioFile, signal: AbortSignal): Promise<string> {
  let log = '';
  const keep = (text: string): void => {
    log = (log + text).slice(0, MAX_LOG);
  };
  const ffmpeg = startFfmpeg(program, inputArguments(file), keep, signal);
  ffmpeg.stdout.resume();
  // It says that there is no output, so the code tells nothing.
  await ffmpeg.ended;
  const codec = CODEC.exec(log)?.[1];
  if (codec === undefined) throw new UndecodableError('No sound in the file can be decoded.');
  return codec;
}

/** A file that ffmpeg writes. */
export interface Output {
  name: RenditionName;
  path: string;
}

/** The rate of the same family, so that no sample falls between two of it. */
const rateFor = (sampleRate: number): number => (sampleRate % 11_025 === 0 ? 44_100 : 48_000);

const CODECS: Readonly<Record<'opus' | 'aac', (bitRate: number, sampleRate: number) => string[]>> = {
  opus: (bitRate) => ['-c:a', 'libopus', '-b:a', `${bitRate}k`, '-vbr', 'constrained', '-f', 'ogg'],
  aac: (bitRate, sampleRate) => [
    ...['-c:a', 'aac', '-b:a', `${bitRate}k`, '-ar', String(rateFor(sampleRate)), '-f', 'mp4'],
    // The edit list says in units of samples what the encoder has added, and the index comes first.
    ...['-movie_timescale', String(rateFor(sampleRate)), '-movflags', '+faststart'],
  ],
};

/** The same input gives the same bytes, without the texts and pictures of the original. */
const PLAIN = ['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact'];

function argumentsFor(file: AudioFile, facts: AnalysisFacts, outputs: readonly Output[]): string[] {
  const seconds = String(facts.durationMs / 1000 + SLACK_SECONDS);
  const labels = outputs.map((_, index) => `[out${index}]`);
  // One sample after the other, whatever times the file says, as the analysis counts them and as browsers decode them.
  const filter = `[0:a:0]asetpts=N/SR/TB,aformat=channel_layouts=mono|stereo,asplit=${outputs.length}`;
  return [
    ...inputArguments(file),
    ...['-max_error_rate', '1', '-filter_complex', filter + labels.join('')],
    ...outputs.flatMap(({ name, path }, index) => {
      const { format, bitRate } = RENDITIONS[name];
      const codec = CODECS[format as 'opus' | 'aac'](bitRate, facts.sampleRate);
      return ['-map', `[out${index}]`, ...PLAIN, '-threads', '1', '-t', seconds, ...codec, `file:${path}`];
    }),
  ];
}

/**
 * Makes all renditions of a file from one pass over it.
 * @param signal kills ffmpeg
 * @throws ProblemError STORAGE_FULL; another Error when ffmpeg fails. Files may be left then.
 */
export async function encode(
  program: string,
  file: AudioFile,
  { facts, outputs }: { facts: AnalysisFacts; outputs: readonly Output[] },
  signal: AbortSignal,
): Promise<void> {
  let log = '';
  const keep = (text: string): void => {
    log = (log + text).slice(-TAIL);
  };
  const ffmpeg = startFfmpeg(program, argumentsFor(file, facts, outputs), keep, signal);
  ffmpeg.stdout.resume();
  if ((await ffmpeg.ended) === 0) return;
  if (NO_SPACE.test(log)) throw errors.STORAGE_FULL();
  throw new Error('ffmpeg could not encode the file', { cause: log });
}

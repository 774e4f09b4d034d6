import type { Readable } from 'node:stream';
import { type AudioFile, inputArguments, startFfmpeg, UndecodableError } from '../jobs/ffmpeg.ts';
import { FfmpegLog, type LoggedFacts } from './ffmpeg-log.ts';
import { SampleMeter } from './sample-meter.ts';

/** What a file contains, found by decoding all of it. */
export interface DecodedAudio extends LoggedFacts {
  sampleRate: number;
  channels: number;
  /** Of one channel. */
  samples: number;
  /** The largest sample, from 0 to 1. */
  peak: number;
  waveform: Uint8Array;
}

/**
 * One pass gives the samples, as a Sun AU file whose short header has the format, and the loudness, in the log. A mono file is
 * measured as it is heard, from two loudspeakers.
 */
const argumentsFor = (file: AudioFile): string[] => [
  ...inputArguments(file),
  '-filter_complex',
  '[0:a:0]asplit[pcm][metered];[metered]ebur128=peak=true:dualmono=true:framelog=verbose[loudness]',
  ...['-map', '[pcm]', '-map_metadata', '-1', '-c:a', 'pcm_s16be', '-f', 'au', 'pipe:1'],
  ...['-map', '[loudness]', '-f', 'null', '-'],
];

const AU_MAGIC = '.snd';
const AU_FIELDS_BYTES = 24;
const MAX_AU_HEADER_BYTES = 64 * 1024;

interface AuHeader {
  dataAt: number;
  sampleRate: number;
  channels: number;
}

/** Null until enough of it has arrived. */
function auHeader(bytes: Buffer): AuHeader | null {
  if (bytes.length < AU_FIELDS_BYTES) return null;
  const dataAt = bytes.readUInt32BE(4);
  if (bytes.toString('latin1', 0, 4) !== AU_MAGIC || dataAt > MAX_AU_HEADER_BYTES)
    throw new Error('ffmpeg has written something else than an AU file');
  if (bytes.length < dataAt) return null;
  return { dataAt, sampleRate: bytes.readUInt32BE(16), channels: bytes.readUInt32BE(20) };
}

/** 16-bit numbers in the order of this machine, from bytes in network order. */
function toNumbers(bytes: Buffer): Int16Array {
  // A copy: the numbers need an even offset, and the stream owns the chunk.
  const copy = Buffer.from(new Uint8Array(bytes).buffer).swap16();
  return new Int16Array(copy.buffer, copy.byteOffset, copy.length / 2);
}

/** Measures an AU file while it is written. Null when it has no samples. */
async function measure(stdout: Readable, maxSeconds: number) {
  let rest: Buffer = Buffer.alloc(0);
  let header: AuHeader | null = null;
  let meter: SampleMeter | null = null;
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (meter === null) {
      header = auHeader(bytes);
      rest = bytes;
      if (header === null) continue;
      meter = new SampleMeter(header.channels);
      bytes = bytes.subarray(header.dataAt);
    }
    const whole = bytes.length - (bytes.length % 2);
    meter.add(toNumbers(bytes.subarray(0, whole)));
    rest = bytes.subarray(whole);
    if (meter.samples > maxSeconds * (header?.sampleRate ?? 1))
      throw new UndecodableError('The file is too long.');
  }
  return header === null || meter === null || meter.samples === 0 ? null : { ...header, meter };
}

/** How the decoder is called. */
export interface DecoderOptions {
  /** The path of ffmpeg. */
  program: string;
  /** A longer recording is refused. */
  maxSeconds: number;
}

/**
 * Decodes a whole file by ffmpeg.
 * @param signal kills it
 * @throws UndecodableError; another Error when ffmpeg does not start, crashes or is killed
 */
export async function decode(
  file: AudioFile,
  { program, maxSeconds }: DecoderOptions,
  signal: AbortSignal,
): Promise<DecodedAudio> {
  const log = new FfmpegLog();
  const ffmpeg = startFfmpeg(program, argumentsFor(file), (text) => log.add(text), signal);
  try {
    const [measured, code] = await Promise.all([measure(ffmpeg.stdout, maxSeconds), ffmpeg.ended]);
    if (measured === null)
      throw new UndecodableError('No sound in the file can be decoded.', { cause: log.tail() });
    // With some sound, an exit code only says that a part is damaged, which the facts say too.
    if (code !== 0) log.facts.faults += 1;
    const { sampleRate, channels, meter } = measured;
    const { samples, peak } = meter;
    return { ...log.facts, sampleRate, channels, samples, peak, waveform: meter.waveform() };
  } finally {
    ffmpeg.kill();
  }
}

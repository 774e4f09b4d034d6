import { createCrc } from './crc.ts';
import { afterId3, type FileWindow } from './window.ts';

const MAX_METADATA_BLOCKS = 1000;
const STREAM_INFO_BYTES = 34;

/** The header of a FLAC file (RFC 9639, section 8). */
interface FlacStream {
  /** 0 when the encoder did not know it. */
  totalSamples: number;
  /** Samples of every frame except the last; null when they differ. */
  blockSamples: number | null;
  sampleRate: number;
  /** 0 when the encoder did not know it. */
  maxFrameBytes: number;
  /** The position of the first frame. */
  audioAt: number;
}

function streamInfo(block: Buffer): Omit<FlacStream, 'audioAt'> {
  const [smallest, largest] = [block.readUInt16BE(0), block.readUInt16BE(2)];
  return {
    blockSamples: smallest === largest ? largest : null,
    maxFrameBytes: block.readUIntBE(7, 3),
    // 20 bits.
    sampleRate: block.readUIntBE(10, 3) >> 4,
    // 36 bits; the first four share a byte with another field.
    totalSamples: (block.readUInt8(13) & 15) * 2 ** 32 + block.readUInt32BE(14),
  };
}

/** Reads the metadata blocks before the audio; null when this is not FLAC. */
async function readFlacStream(file: FileWindow): Promise<FlacStream | null> {
  const start = await afterId3(file);
  const head = await file.at(start, 8 + STREAM_INFO_BYTES);
  const isFlac = head.toString('latin1', 0, 4) === 'fLaC' && head.length === 8 + STREAM_INFO_BYTES;
  // The first block has type 0 (STREAMINFO); it is the only mandatory one.
  if (!isFlac || (head.readUInt32BE(4) & 0x7f_ff_ff_ff) !== STREAM_INFO_BYTES) return null;
  const info = streamInfo(head.subarray(8));
  let position = start + 4;
  for (let blocks = 0; position < file.fileBytes && blocks < MAX_METADATA_BLOCKS; blocks++) {
    const block = await file.at(position, 4);
    if (block.length < 4) return { ...info, audioAt: position + 4 };
    position += 4 + block.readUIntBE(1, 3);
    if (block.readUInt8(0) >= 0x80) break;
  }
  return { ...info, audioAt: position };
}

const crc8 = createCrc(8, 0x07);
const MAX_HEAD_BYTES = 16;
const NUMBER_AT = 4;
const MAX_NUMBER_BYTES = 7;
const SAMPLE_RATE_BYTES: readonly number[] = [...Array<number>(12).fill(0), 1, 2, 2];
const MAX_CHANNELS_CODE = 10;

/** A number in the extended UTF-8 coding, up to 7 bytes (RFC 9639, section 9.1.5); null when it is malformed. */
function codedNumber(bytes: Buffer): { value: number; length: number } | null {
  const first = bytes.readUInt8(0);
  const ones = Math.clz32(~(first << 24));
  if (ones === 1 || ones > MAX_NUMBER_BYTES) return null;
  const length = Math.max(1, ones);
  let value = first & (0xff >> (ones + 1));
  for (const byte of bytes.subarray(1, length)) {
    if (byte >> 6 !== 2) return null;
    value = value * 64 + (byte & 0x3f);
  }
  return { value, length };
}

/** The samples of a block, and how many bytes after the coded number hold that count (section 9.1.1). */
function blockOf(code: number, more: Buffer): { samples: number; bytes: number } | null {
  if (code === 0) return null;
  if (code === 6) return { samples: more.readUInt8(0) + 1, bytes: 1 };
  if (code === 7) return { samples: more.readUInt16BE(0) + 1, bytes: 2 };
  const samples = code === 1 ? 192 : code < 6 ? 144 * 2 ** code : 2 ** code;
  return { samples, bytes: 0 };
}

/** The numbers of the first sample of a frame, and of the first one after it. */
interface FrameSamples {
  begin: number;
  end: number;
}

/**
 * The samples of the frame at `position` (RFC 9639, section 9.1). Null when there is no frame header, or the header does
 * not say it.
 */
function flacFrameAt(bytes: Buffer, position: number, stream: FlacStream): FrameSamples | null {
  // All frames share the first 15 bits.
  if (((bytes[position + 1] ?? 0) & 0xfe) !== 0xf8) return null;
  // A frame of silence may be shorter than the longest header.
  const head = Buffer.alloc(MAX_HEAD_BYTES);
  const headBytes = bytes.copy(head, 0, position, position + MAX_HEAD_BYTES);
  const [sizes, shape] = [head.readUInt8(2), head.readUInt8(3)];
  const rateBytes = SAMPLE_RATE_BYTES[sizes & 15];
  const number = codedNumber(head.subarray(NUMBER_AT));
  if (shape >> 4 > MAX_CHANNELS_CODE || (shape & 1) !== 0 || number === null || rateBytes === undefined)
    return null;
  const afterNumber = NUMBER_AT + number.length;
  const block = blockOf(sizes >> 4, head.subarray(afterNumber));
  if (block === null) return null;
  const crcAt = afterNumber + block.bytes + rateBytes;
  if (crcAt >= headBytes || crc8.of(head.subarray(0, crcAt)) !== head[crcAt]) return null;
  // The lowest bit of the second byte says whether the number counts samples or frames.
  const unit = (head.readUInt8(1) & 1) === 1 ? 1 : stream.blockSamples;
  if (unit === null) return null;
  const begin = number.value * unit;
  return { begin, end: begin + block.samples };
}

const TAIL_BYTES = 256 * 1024;
const MAX_TAIL_BYTES = 1024 * 1024;
/** A header, one constant subframe and the checksum. */
const MIN_FRAME_BYTES = 10;
/** A file with more frames that claim to be the last is crafted to cost time. */
const MAX_LAST_FRAMES = 4;
const MAX_BLOCK_SAMPLES = 65_535;
const crc16 = createCrc(16, 0x80_05);

/** Whether these bytes hold a whole frame: with its checksum at the end, the sum over a whole frame is 0. */
function holdsWholeFrame(bytes: Buffer): boolean {
  let sum = 0;
  let length = 0;
  for (const byte of bytes) {
    sum = crc16.add(sum, byte);
    length += 1;
    if (sum === 0 && length >= MIN_FRAME_BYTES) return true;
  }
  return false;
}

/**
 * Each frame with its position. A number far beyond those that the header promises comes from bytes that only look like a
 * frame.
 */
function* framesOf(tail: Buffer, stream: FlacStream): Generator<FrameSamples & { at: number }> {
  const limit = stream.totalSamples === 0 ? Infinity : stream.totalSamples + MAX_BLOCK_SAMPLES;
  for (let at = tail.indexOf(0xff); at !== -1; at = tail.indexOf(0xff, at + 1)) {
    const frame = flacFrameAt(tail, at, stream);
    if (frame !== null && frame.end <= limit) yield { at, ...frame };
  }
}

/** Whether there are frames, but the last frame of the stream is missing or incomplete. */
function endsEarly(tail: Buffer, stream: FlacStream): boolean {
  let seen = false;
  let lastFrames = 0;
  for (const { at, end } of framesOf(tail, stream)) {
    // More samples than the header promises.
    if (end > stream.totalSamples) return false;
    seen = true;
    if (end < stream.totalSamples) continue;
    lastFrames += 1;
    if (lastFrames > MAX_LAST_FRAMES || holdsWholeFrame(tail.subarray(at))) return false;
  }
  return seen;
}

/**
 * The header of FLAC has the number of samples, and each frame has its place in the stream (RFC 9639). So a whole file
 * has the frame with the last sample near its end, even when tags follow.
 */
export async function isFlacTruncated(file: FileWindow): Promise<boolean> {
  const stream = await readFlacStream(file);
  if (stream === null) return false;
  if (stream.audioAt >= file.fileBytes) return true;
  if (stream.totalSamples === 0) return false;
  return endsEarly(await tailOf(file, stream), stream);
}

async function tailOf(
  { fileBytes, at }: FileWindow,
  { audioAt, maxFrameBytes }: FlacStream,
): Promise<Buffer> {
  const length = Math.min(MAX_TAIL_BYTES, Math.max(TAIL_BYTES, 2 * maxFrameBytes));
  return at(Math.max(audioAt, fileBytes - length), length);
}

/**
 * The duration, in seconds, of a file whose header does not say it, by its last whole frame: encoders that write to a pipe
 * leave it out. 0 when no frame tells it.
 */
export async function flacDuration(file: FileWindow): Promise<number> {
  const stream = await readFlacStream(file);
  if (stream === null || stream.sampleRate === 0) return 0;
  const tail = await tailOf(file, stream);
  const frames = [...framesOf(tail, stream)];
  const ends = new Set([0, ...frames.map(({ end }) => end)]);
  // Bytes that only look like a frame do not continue another one.
  const last = frames
    .slice(-MAX_LAST_FRAMES)
    .findLast(({ at, begin }) => ends.has(begin) && holdsWholeFrame(tail.subarray(at)));
  return (last?.end ?? 0) / stream.sampleRate;
}

/** Whether there is no frame near the end, although the header promises samples. */
export async function lacksFlacFrames(file: FileWindow): Promise<boolean> {
  const stream = await readFlacStream(file);
  // With blocks of several sizes, the number of a frame does not tell its place.
  if (stream === null || stream.totalSamples === 0 || stream.blockSamples === null) return false;
  if (2 * stream.maxFrameBytes > MAX_TAIL_BYTES) return false;
  const tail = await file.at(Math.max(stream.audioAt, file.fileBytes - MAX_TAIL_BYTES), MAX_TAIL_BYTES);
  return framesOf(tail, stream).next().done === true;
}

import { createCrc } from './crc.ts';
import { flacFrameEnd } from './flac-frame.ts';
import { readFlacStream, type FlacStream } from './flac-stream.ts';
import type { Windows } from './window.ts';

const TAIL_BYTES = 256 * 1024;
const MAX_TAIL_BYTES = 1024 * 1024;
/** A header, one constant subframe, and the checksum. */
const MIN_FRAME_BYTES = 10;
/** More than one frame that seems to be the last is no accident, and costs time. */
const MAX_LAST_FRAMES = 4;
const MAX_BLOCK_SAMPLES = 65_535;
const crc16 = createCrc(16, 0x80_05);

/** Whether the frame with which these bytes begin ends in them: its last two are its checksum, so that the sum is 0. */
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

/** Whether there are frames, and none of them is the last one, whole. */
function endsEarly(tail: Buffer, stream: FlacStream): boolean {
  let seen = false;
  let lastFrames = 0;
  for (let at = tail.indexOf(0xff); at !== -1; at = tail.indexOf(0xff, at + 1)) {
    const end = flacFrameEnd(tail, at, stream);
    if (end === null) continue;
    // There is more than the head says, if it is not bytes that only look like a header: those name any place.
    if (end > stream.totalSamples && end - stream.totalSamples <= MAX_BLOCK_SAMPLES) return false;
    if (end > stream.totalSamples) continue;
    seen = true;
    if (end < stream.totalSamples) continue;
    lastFrames += 1;
    if (lastFrames > MAX_LAST_FRAMES || holdsWholeFrame(tail.subarray(at))) return false;
  }
  return seen;
}

/**
 * FLAC says in its head how many samples there are, and in each frame where it lies (RFC 9639): a whole file has, near
 * its end, the frame with the last sample, whatever tags come behind it.
 */
export async function isFlacCutOff(windows: Windows): Promise<boolean> {
  const stream = await readFlacStream(windows);
  if (stream === null) return false;
  const { fileBytes, at } = windows;
  if (stream.audioAt >= fileBytes) return true;
  if (stream.totalSamples === 0) return false;
  const length = Math.min(MAX_TAIL_BYTES, Math.max(TAIL_BYTES, 2 * stream.maxFrameBytes));
  return endsEarly(await at(Math.max(stream.audioAt, fileBytes - length), length), stream);
}

/** Whether no frame stands near the end, although they are told how many samples there are. */
export async function lacksFlacSound(windows: Windows): Promise<boolean> {
  const stream = await readFlacStream(windows);
  // Without one size of all blocks, frames that are counted do not tell where they lie.
  if (stream === null || stream.totalSamples === 0 || stream.blockSamples === null) return false;
  if (2 * stream.maxFrameBytes > MAX_TAIL_BYTES) return false;
  const tail = await windows.at(Math.max(stream.audioAt, windows.fileBytes - MAX_TAIL_BYTES), MAX_TAIL_BYTES);
  for (let at = tail.indexOf(0xff); at !== -1; at = tail.indexOf(0xff, at + 1)) {
    const end = flacFrameEnd(tail, at, stream);
    if (end !== null && end <= stream.totalSamples + MAX_BLOCK_SAMPLES) return false;
  }
  return true;
}

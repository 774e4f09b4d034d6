import type { FileTokenizer } from 'strtok3';
import type { FileWindow } from './window.ts';

const CHUNK_HEAD_BYTES = 8;
const RIFF_HEAD_BYTES = 12;
const MAX_CHUNKS = 1000;
/** A recorder may count its own header, or the padding, as sound. */
const SLACK_BYTES = 16;
/** Encoders that did not know the length write it: 0, or about 2 or 4 GiB. No upload is that long. */
const UNKNOWN_LENGTHS_FROM = 0x7f_ff_00_00;
const UNKNOWN_LENGTH = 0xff_ff_ff_ff;

const isUnknown = (length: number): boolean => length === 0 || length >= UNKNOWN_LENGTHS_FROM;

/**
 * Whether the sound of a WAV ends before the length that its chunk claims. The outer length of the file does not matter:
 * recorders that write it before they know it are often wrong, and no player relies on it.
 */
export async function isRiffTruncated({ fileBytes, at }: FileWindow): Promise<boolean> {
  let position = RIFF_HEAD_BYTES;
  for (let chunks = 0; position < fileBytes && chunks < MAX_CHUNKS; chunks++) {
    const head = await at(position, CHUNK_HEAD_BYTES);
    if (head.length < CHUNK_HEAD_BYTES) return true;
    const length = head.readUInt32LE(4);
    position += CHUNK_HEAD_BYTES + length;
    if (head.toString('latin1', 0, 4) === 'data')
      return !isUnknown(length) && position > fileBytes + SLACK_BYTES;
    // Chunks begin at even positions.
    position += length % 2;
  }
  return position > fileBytes || fileBytes <= RIFF_HEAD_BYTES;
}

/**
 * Lets the metadata library read a WAV to its end although the lengths in it are unknown: that of the file, and that of the
 * sound when the length of the file ends before it.
 */
export function repairRiffLengths(tokenizer: FileTokenizer): void {
  const readBuffer = tokenizer.readBuffer.bind(tokenizer);
  let riffLength = 0;
  tokenizer.readBuffer = async (bytes, options) => {
    const position = options?.position ?? tokenizer.position;
    const read = await readBuffer(bytes, options);
    if (read !== CHUNK_HEAD_BYTES || bytes.length !== CHUNK_HEAD_BYTES) return read;
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, CHUNK_HEAD_BYTES);
    const isUnknownSound =
      head.toString('latin1', 0, 4) === 'data' &&
      head.readUInt32LE(4) === 0 &&
      (isUnknown(riffLength) || riffLength <= position);
    if (position === 0) riffLength = head.readUInt32LE(4);
    if (position === 0 || isUnknownSound) head.writeUInt32LE(UNKNOWN_LENGTH, 4);
    return read;
  };
}

import { open, type FileHandle } from 'node:fs/promises';
import type { AudioContentType } from './kinds.ts';

const MAX_BOXES = 1000;
/** Written by encoders that could not know the length when they began. */
const UNKNOWN_LENGTH = new Set([0, 0xff_ff_ff_ff]);

async function bytesAt(file: FileHandle, position: number, length: number): Promise<DataView> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return new DataView(buffer.buffer, buffer.byteOffset, bytesRead);
}

/** A RIFF file says its length in its head. */
async function riffEnd(file: FileHandle): Promise<number> {
  const length = (await bytesAt(file, 0, 12)).getUint32(4, true);
  return UNKNOWN_LENGTH.has(length) ? 0 : length + 8;
}

/** An MP4 file is a row of boxes, each with its length first (ISO/IEC 14496-12, 4.2). */
async function mp4End(file: FileHandle, fileBytes: number): Promise<number> {
  let position = 0;
  for (let boxes = 0; position < fileBytes && boxes < MAX_BOXES; boxes++) {
    const head = await bytesAt(file, position, 16);
    if (head.byteLength < 8) return position + 8;
    const length = head.getUint32(0);
    // 0: the box goes to the end of the file. 1: the length stands in the next 8 bytes.
    if (length === 0) return fileBytes;
    const long = length === 1 && head.byteLength === 16;
    position += Math.max(8, long ? Number(head.getBigUint64(8)) : length);
  }
  return position;
}

/**
 * Whether a file ends before it says it does. Such a file would play as it should until it stops in the middle, at
 * another moment than its duration promises. FLAC, Ogg and MP3 do not say their length.
 */
export async function isCutOff(path: string, contentType: AudioContentType): Promise<boolean> {
  if (contentType !== 'audio/wav' && contentType !== 'audio/mp4') return false;
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const end = contentType === 'audio/wav' ? await riffEnd(file) : await mp4End(file, size);
    return end > size;
  } finally {
    await file.close();
  }
}

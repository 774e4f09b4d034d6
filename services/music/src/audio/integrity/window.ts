import { open, type FileHandle } from 'node:fs/promises';

/** An open file of which the checks read small parts only, so that their cost does not grow with the file. */
export interface FileWindow {
  readonly fileBytes: number;
  /** The bytes at a position; fewer at the end of the file. */
  readonly at: (position: number, length: number) => Promise<Buffer>;
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Opens a file for the duration of one check. */
export async function withFileWindow<T>(path: string, check: (file: FileWindow) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await check({ fileBytes: size, at: (position, length) => read(file, position, length) });
  } finally {
    await file.close();
  }
}

export const ID3_HEAD_BYTES = 10;

/** The length of the ID3v2 tag that begins with these bytes (ID3v2.4, 3.1); 0 when they begin no tag. */
export function id3Bytes(head: Buffer): number {
  if (head.length < ID3_HEAD_BYTES || head.toString('latin1', 0, 3) !== 'ID3') return 0;
  // Seven bits of each byte count, so that a length never looks like the sync of an MPEG frame.
  const length = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + (head.readUInt8(index) & 0x7f), 0);
  const footer = (head.readUInt8(5) & 0x10) === 0 ? 0 : ID3_HEAD_BYTES;
  return ID3_HEAD_BYTES + length + footer;
}

/** The position after an ID3v2 tag at the head of the file; 0 without one. */
export async function afterId3(file: FileWindow): Promise<number> {
  return id3Bytes(await file.at(0, ID3_HEAD_BYTES));
}

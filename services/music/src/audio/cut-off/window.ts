import { open, type FileHandle } from 'node:fs/promises';

/** A file that is read in windows: its head and its tail tell what is asked, whatever its length. */
export interface Windows {
  readonly fileBytes: number;
  /** The bytes there, fewer at the end of the file. */
  readonly at: (position: number, length: number) => Promise<Buffer>;
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Opens a file for as long as `look` needs it. */
export async function withWindows<T>(path: string, look: (windows: Windows) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await look({ fileBytes: size, at: (position, length) => read(file, position, length) });
  } finally {
    await file.close();
  }
}

export const ID3_HEAD_BYTES = 10;

/** The length of the ID3v2 tag that begins with these bytes (ID3v2.4, 3.1); 0 for none. */
export function id3Bytes(head: Buffer): number {
  if (head.length < ID3_HEAD_BYTES || head.toString('latin1', 0, 3) !== 'ID3') return 0;
  // Seven bits of each byte count, so that no length looks like the beginning of a frame.
  const length = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + (head.readUInt8(index) & 0x7f), 0);
  const footer = (head.readUInt8(5) & 0x10) === 0 ? 0 : ID3_HEAD_BYTES;
  return ID3_HEAD_BYTES + length + footer;
}

/** Where what follows an ID3v2 tag at the head begins; 0 without one. */
export async function afterId3(windows: Windows): Promise<number> {
  return id3Bytes(await windows.at(0, ID3_HEAD_BYTES));
}

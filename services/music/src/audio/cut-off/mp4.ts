import type { Windows } from './window.ts';

const MAX_BOXES = 1000;

/** An MP4 file is a row of boxes, each with its length first (ISO/IEC 14496-12, 4.2). */
export async function isMp4CutOff({ fileBytes, at }: Windows): Promise<boolean> {
  let position = 0;
  for (let boxes = 0; position < fileBytes && boxes < MAX_BOXES; boxes++) {
    const head = await at(position, 16);
    if (head.length < 8) return true;
    const length = head.readUInt32BE(0);
    // 0: the box goes to the end of the file. 1: the length stands in the next 8 bytes.
    if (length === 0) return false;
    const long = length === 1 && head.length === 16;
    position += Math.max(8, long ? Number(head.readBigUInt64BE(8)) : length);
  }
  return position > fileBytes;
}

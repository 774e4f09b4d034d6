import type { Windows } from './window.ts';

/** Written by encoders that could not know the length when they began. */
const UNKNOWN_LENGTH = new Set([0, 0xff_ff_ff_ff]);

/** A RIFF file says its length in its head. */
export async function isRiffCutOff(windows: Windows): Promise<boolean> {
  const head = await windows.at(0, 12);
  if (head.length < 12) return true;
  const length = head.readUInt32LE(4);
  return !UNKNOWN_LENGTH.has(length) && length + 8 > windows.fileBytes;
}

import { FRAME_HEAD_BYTES, type MpegFrame } from './mpeg-frame.ts';

const VBRI_AT = FRAME_HEAD_BYTES + 32;

/** What an encoder wrote down of the whole stream in its first frame; 0 for what it did not. */
export interface MpegNotes {
  /** From the first frame on. */
  bytes: number;
  /** Encoders differ in whether their own frame counts. */
  frames: number;
}

/** Reads Xing, Info or VBRI in the first frame. */
export function mpegNotes(head: Buffer, first: number, { notesAt, bytes }: MpegFrame): MpegNotes {
  const frame = head.subarray(first, first + bytes);
  const name = frame.toString('latin1', notesAt, notesAt + 4);
  if ((name === 'Xing' || name === 'Info') && frame.length >= notesAt + 16) {
    const flags = frame.readUInt32BE(notesAt + 4);
    const [hasFrames, hasBytes] = [(flags & 1) !== 0, (flags & 2) !== 0];
    return {
      frames: hasFrames ? frame.readUInt32BE(notesAt + 8) : 0,
      // The number of bytes follows the number of frames, where there is one.
      bytes: hasBytes ? frame.readUInt32BE(notesAt + (hasFrames ? 12 : 8)) : 0,
    };
  }
  const isVbri = frame.toString('latin1', VBRI_AT, VBRI_AT + 4) === 'VBRI' && frame.length >= VBRI_AT + 18;
  if (!isVbri) return { bytes: 0, frames: 0 };
  return { bytes: frame.readUInt32BE(VBRI_AT + 10), frames: frame.readUInt32BE(VBRI_AT + 14) };
}

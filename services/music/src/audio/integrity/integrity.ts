import type { AudioContentType } from '../../generated/schemas.gen.ts';
import { isFlacTruncated, lacksFlacFrames } from './flac.ts';
import { isMpegTruncated, lacksMpegFrames } from './mpeg.ts';
import { isOggTruncated, lacksOggPages } from './ogg.ts';
import { isRiffTruncated } from './riff.ts';
import { withFileWindow, type FileWindow } from './window.ts';

type Check = (file: FileWindow) => Promise<boolean>;

const TRUNCATION_CHECKS: Readonly<Record<AudioContentType, Check>> = {
  'audio/mpeg': isMpegTruncated,
  'audio/flac': isFlacTruncated,
  'audio/ogg': isOggTruncated,
  'audio/mp4': isMp4Truncated,
  'audio/wav': isRiffTruncated,
};

/** WAV is not here: its audio data cannot be recognised by its bytes, and its duration is computed from their number. */
const AUDIO_CHECKS: Readonly<Partial<Record<AudioContentType, Check>>> = {
  'audio/mpeg': lacksMpegFrames,
  'audio/flac': lacksFlacFrames,
  'audio/ogg': lacksOggPages,
  'audio/mp4': lacksMp4Media,
};

/**
 * Whether a file ends before the length that its own header promises. Such a file would stop in the middle, earlier
 * than its duration says. Reads only the head and the tail. In doubt the answer is false: a whole file must never be
 * refused.
 */
export async function isTruncated(path: string, contentType: AudioContentType): Promise<boolean> {
  return withFileWindow(path, TRUNCATION_CHECKS[contentType]);
}

/**
 * Whether a large part of a file, or its end, is not audio of the promised type. Such a file may carry foreign data,
 * and plays for less than its duration. In doubt the answer is false.
 */
export async function lacksAudio(path: string, contentType: AudioContentType): Promise<boolean> {
  const check = AUDIO_CHECKS[contentType];
  return check !== undefined && withFileWindow(path, check);
}

const MAX_BOXES = 1000;
const BOX_HEAD_BYTES = 8;

/** An MP4 file is a sequence of boxes; each begins with its length (ISO/IEC 14496-12, 4.2). */
async function* boxesOf({
  fileBytes,
  at,
}: FileWindow): AsyncGenerator<{ type: string; end: number; bytes: number }> {
  for (let position = 0, boxes = 0; position < fileBytes && boxes < MAX_BOXES; boxes++) {
    const head = await at(position, 16);
    const type = head.toString('latin1', 4, BOX_HEAD_BYTES);
    // 0: the box extends to the end of the file. 1: the length is in the next 8 bytes.
    const short = head.length < BOX_HEAD_BYTES ? Infinity : head.readUInt32BE(0) || fileBytes - position;
    const bytes = short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(BOX_HEAD_BYTES)) : short;
    position += Math.max(BOX_HEAD_BYTES, bytes);
    yield { type, end: position, bytes };
  }
}

async function isMp4Truncated(file: FileWindow): Promise<boolean> {
  let end = 0;
  for await (const box of boxesOf(file)) end = box.end;
  return end > file.fileBytes;
}

/** Whether the boxes for media data (ISO/IEC 14496-12, 8.1.1) are missing or empty. */
async function lacksMp4Media(file: FileWindow): Promise<boolean> {
  let boxes = 0;
  for await (const { type, bytes } of boxesOf(file)) {
    if (type === 'mdat' && bytes > 2 * BOX_HEAD_BYTES) return false;
    boxes += 1;
  }
  return boxes < MAX_BOXES;
}

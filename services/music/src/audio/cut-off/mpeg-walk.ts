import { FRAME_HEAD_BYTES, mpegFrameAt, type MpegFrame } from './mpeg-frame.ts';
import { beforeTags, tagBytesAt } from './mpeg-tags.ts';
import { mpegNotes, type MpegNotes } from './mpeg-notes.ts';
import type { Windows } from './window.ts';

const WINDOW_BYTES = 64 * 1024;
/** Far more than the longest frames in a row that have to be seen at once. */
const MARGIN_BYTES = 16 * 1024;
/** So many frames in a row are no accident: three in random bytes are one in billions. */
const CHAIN = 3;

/** Songs that are strung together each have tags, and damage leaves gaps; made-up files of nothing else would cost time. */
const MAX_BREAKS = 10_000;

/** What an MPEG audio file consists of, but for its tags. */
export interface MpegContents {
  frames: number;
  /** Neither frames nor tags. */
  foreignBytes: number;
  notes: MpegNotes;
}

function frameOf(bytes: Buffer, position: number, stream: number | undefined): MpegFrame | null {
  const frame = mpegFrameAt(bytes, position);
  if (frame === null || frame.bytes < FRAME_HEAD_BYTES) return null;
  return stream === undefined || frame.stream === stream ? frame : null;
}

/** Whether a row of frames begins there: three, or fewer that end with the sound. */
function beginsChain(bytes: Buffer, position: number, end: number): boolean {
  let stream: number | undefined;
  let next = position;
  for (let frames = 0; frames < CHAIN; frames++) {
    const frame = frameOf(bytes, next, stream);
    if (frame === null) return frames > 0 && next === end;
    stream = frame.stream;
    next += frame.bytes;
  }
  return true;
}

/** Where, from `position` on and before `limit`, the next row of frames or tag begins; `limit` if none does. */
function nextKnown(bytes: Buffer, position: number, limit: number, end: number): number {
  let at = bytes.indexOf(0xff, position);
  while (at !== -1 && at < limit && !beginsChain(bytes, at, end)) at = bytes.indexOf(0xff, at + 1);
  const stop = at === -1 ? limit : Math.min(at, limit);
  // Only so far, lest each of many short gaps costs a look at the whole window.
  const tag = bytes.subarray(position, stop + 2).indexOf('ID3', 0, 'latin1');
  return tag === -1 ? stop : Math.min(position + tag, stop);
}

/** Walks a file from frame to frame, over tags and what is neither. */
class Walk {
  readonly contents: MpegContents = {
    frames: 0,
    foreignBytes: 0,
    notes: { bytes: 0, frames: 0 },
  };
  #stream: number | undefined;
  #breaks = 0;

  /** Walks one window; gives how far it got, which may be behind the window's end. */
  pass(bytes: Buffer, limit: number, end: number): number {
    let at = 0;
    while (at < limit) {
      const frame = this.#frameAt(bytes, at, end);
      if (frame !== null) at += this.#count(bytes, at, frame);
      else
        at +=
          this.#break(tagBytesAt(bytes, at), end - at) ||
          this.#skip(nextKnown(bytes, at + 1, limit, end) - at);
    }
    return at;
  }

  #frameAt(bytes: Buffer, at: number, end: number): MpegFrame | null {
    const next = this.#stream === undefined ? null : frameOf(bytes, at, this.#stream);
    if (next !== null) return next;
    return beginsChain(bytes, at, end) ? mpegFrameAt(bytes, at) : null;
  }

  #count(bytes: Buffer, at: number, frame: MpegFrame): number {
    const { contents } = this;
    if (contents.frames === 0) contents.notes = mpegNotes(bytes, at, frame);
    this.#stream = frame.stream;
    contents.frames += 1;
    return frame.bytes;
  }

  /** A tag that claims more than there is, is none. */
  #break(tagBytes: number, mostBytes: number): number {
    this.#breaks += 1;
    if (this.#breaks > MAX_BREAKS) return this.#skip(Infinity);
    return tagBytes > mostBytes ? 0 : tagBytes;
  }

  #skip(length: number): number {
    this.#stream = undefined;
    this.contents.foreignBytes += length;
    return length;
  }
}

/** Reads a file once, and no further than until more than `mostForeign` bytes are neither frames nor tags. */
export async function walkMpeg(windows: Windows, mostForeign: number): Promise<MpegContents> {
  const end = await beforeTags(windows);
  const walk = new Walk();
  for (let position = 0; position < end && walk.contents.foreignBytes <= mostForeign;) {
    const bytes = await windows.at(position, Math.min(WINDOW_BYTES, end - position));
    if (bytes.length === 0) break;
    const isLast = position + bytes.length >= end;
    const limit = isLast ? bytes.length : bytes.length - MARGIN_BYTES;
    position += walk.pass(bytes, limit, end - position);
  }
  return walk.contents;
}

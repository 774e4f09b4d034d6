import {
  afterTags,
  beforeTags,
  FRAME_HEAD_BYTES,
  mpegFrameAt,
  readXingHeader,
  tagBytesAt,
  type MpegFrame,
  type XingHeader,
} from './mpeg-format.ts';
import type { FileWindow } from './window.ts';

/** So many consecutive frames do not occur by chance: three in random bytes are one in billions. */
const CHAIN = 3;

/** Between a tag and the first frame there is padding, a few kilobytes at most. */
const HEAD_BYTES = 64 * 1024;
/** Some encoders count the frame of the Xing header, some do not. */
const SLACK_BYTES = 4096;

interface Chain {
  frames: number;
  /** Where the last of them ends; may be beyond the given bytes. */
  end: number;
}

/** The frame at `position`, if it is of the given stream; of any stream when none is given. */
function frameOf(bytes: Buffer, position: number, stream: number | undefined): MpegFrame | null {
  const frame = mpegFrameAt(bytes, position);
  if (frame === null || frame.bytes < FRAME_HEAD_BYTES) return null;
  return stream === undefined || frame.stream === stream ? frame : null;
}

/** Follows the consecutive frames of one stream. */
function chainFrom(bytes: Buffer, start: number, stream?: number, maxFrames = Infinity): Chain {
  let [end, frames] = [start, 0];
  while (frames < maxFrames) {
    const frame = frameOf(bytes, end, stream);
    if (frame === null) break;
    stream = frame.stream;
    end += frame.bytes;
    frames += 1;
  }
  return { frames, end };
}

function firstFrame(head: Buffer): { at: number; frame: MpegFrame } | null {
  for (let at = head.indexOf(0xff); at !== -1; at = head.indexOf(0xff, at + 1)) {
    const frame = mpegFrameAt(head, at);
    if (frame !== null && chainFrom(head, at, undefined, CHAIN).frames === CHAIN) return { at, frame };
  }
  return null;
}

/** Whether MPEG frames begin soon after the tags at the start of a file. */
export async function beginsWithMpeg(file: FileWindow): Promise<boolean> {
  return firstFrame(await file.at(await afterTags(file), HEAD_BYTES)) !== null;
}

/**
 * MPEG audio has no total length, but most encoders write it in a Xing header in the first frame. Without that header a
 * truncation goes unseen, which is harmless: the duration of such a file is counted from the frames that are there. An
 * incomplete last frame is no sign of one: each recording of a stream ends so, and every player leaves it out.
 */
export async function isMpegTruncated(file: FileWindow): Promise<boolean> {
  const { fileBytes, at } = file;
  const start = await afterTags(file);
  const head = await at(start, HEAD_BYTES);
  const first = firstFrame(head);
  if (first === null) return false;
  const promised = readXingHeader(head, first.at, first.frame).bytes;
  return promised > fileBytes - first.at + SLACK_BYTES;
}

const WINDOW_BYTES = 64 * 1024;
/** Far more than the longest chain of frames that has to be seen at once. */
const MARGIN_BYTES = 16 * 1024;
/** Concatenated songs each have tags, and damage leaves gaps; a crafted file with more of them would cost time. */
const MAX_BREAKS = 10_000;

/** What an MPEG audio file consists of, apart from its tags. */
interface MpegContents {
  frames: number;
  /** The sound of the whole frames. */
  seconds: number;
  /** Bytes that are neither frames nor tags. */
  foreignBytes: number;
  xing: XingHeader;
}

/** Whether a chain of frames begins at `position`: three, or fewer that end exactly at `end`. */
function beginsChain(bytes: Buffer, position: number, end: number): boolean {
  const chain = chainFrom(bytes, position, undefined, CHAIN);
  return chain.frames === CHAIN || (chain.frames > 0 && chain.end === end);
}

/** The first position from `position` where a chain of frames or a tag begins; `limit` when there is none before it. */
function nextKnown(bytes: Buffer, position: number, limit: number, end: number): number {
  let at = bytes.indexOf(0xff, position);
  while (at !== -1 && at < limit && !beginsChain(bytes, at, end)) at = bytes.indexOf(0xff, at + 1);
  const stop = at === -1 ? limit : Math.min(at, limit);
  // Search no further than `stop`: otherwise each of many short gaps would cost a search of the whole window.
  const tag = bytes.subarray(position, stop + 2).indexOf('ID3', 0, 'latin1');
  return tag === -1 ? stop : Math.min(position + tag, stop);
}

/** Walks a file from frame to frame, over tags and foreign bytes. */
class FrameWalk {
  readonly contents: MpegContents = {
    frames: 0,
    seconds: 0,
    foreignBytes: 0,
    xing: { isThere: false, bytes: 0, frames: 0 },
  };
  #stream: number | undefined;
  #breaks = 0;

  /** Walks one window; returns the position it reached, which may be beyond the window. */
  walk(bytes: Buffer, limit: number, end: number): number {
    let at = 0;
    while (at < limit) {
      const frame = this.#frameAt(bytes, at, end);
      if (frame !== null) at += this.#count(bytes, at, frame, end);
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

  #count(bytes: Buffer, at: number, frame: MpegFrame, end: number): number {
    const { contents } = this;
    const isFirst = contents.frames === 0;
    if (isFirst) contents.xing = readXingHeader(bytes, at, frame);
    this.#stream = frame.stream;
    contents.frames += 1;
    // Players leave out the frame with the Xing header, and an incomplete last frame.
    const isSound = !(isFirst && contents.xing.isThere) && at + frame.bytes <= end;
    if (isSound) contents.seconds += frame.seconds;
    return frame.bytes;
  }

  /** The length of a tag to step over; 0 when it claims more bytes than the file has. */
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

/** Reads a file once, and stops as soon as more than `maxForeignBytes` bytes are neither frames nor tags. */
async function walkFrames(file: FileWindow, maxForeignBytes: number): Promise<MpegContents> {
  const end = await beforeTags(file);
  const frames = new FrameWalk();
  for (let position = 0; position < end && frames.contents.foreignBytes <= maxForeignBytes;) {
    const bytes = await file.at(position, Math.min(WINDOW_BYTES, end - position));
    if (bytes.length === 0) break;
    const isLast = position + bytes.length >= end;
    const limit = isLast ? bytes.length : bytes.length - MARGIN_BYTES;
    position += frames.walk(bytes, limit, end - position);
  }
  return frames.contents;
}

/** In real files, padding, damage and forgotten kinds of tags are all smaller. */
const MIN_FOREIGN_BYTES = 64 * 1024;
const MAX_FOREIGN_PART = 0.2;
/** Foreign bytes have to be searched, which takes longer than following frames. */
const MAX_FOREIGN_BYTES = 4 * 1024 * 1024;
const SLACK_FRAMES = 16;
const MAX_MISSING_PART = 0.1;

function walkAudio(file: FileWindow): Promise<MpegContents & { maxForeignBytes: number }> {
  const part = Math.min(MAX_FOREIGN_BYTES, file.fileBytes * MAX_FOREIGN_PART);
  const maxForeignBytes = Math.max(MIN_FOREIGN_BYTES, part);
  return walkFrames(file, maxForeignBytes).then((contents) => ({ ...contents, maxForeignBytes }));
}

/**
 * An MP3 file consists of frames and tags. It lacks audio when it has no frames, when a large part is neither, or when
 * it has far fewer frames than its Xing header promises.
 */
export async function lacksMpegFrames(file: FileWindow): Promise<boolean> {
  const { frames, foreignBytes, xing, maxForeignBytes } = await walkAudio(file);
  const missing = xing.frames - frames;
  return (
    frames === 0 ||
    foreignBytes > maxForeignBytes ||
    missing > Math.max(SLACK_FRAMES, xing.frames * MAX_MISSING_PART)
  );
}

/**
 * The duration of a file in seconds, counted from its frames: a Xing header is missing in some files, and in others it
 * speaks of the first of several songs that were joined.
 */
export async function mpegDuration(file: FileWindow): Promise<number> {
  const { seconds } = await walkAudio(file);
  return seconds;
}

import { FRAME_HEAD_BYTES, mpegFrameAt, type MpegFrame } from './mpeg-frame.ts';
import { mpegNotes } from './mpeg-notes.ts';
import { afterId3, type Windows } from './window.ts';

/** What stands between a tag and the first frame is padding, a few kilobytes at most. */
const HEAD_BYTES = 64 * 1024;
const TAIL_BYTES = 64 * 1024;
/** So many frames in a row are no accident. */
const CHAIN = 3;
/** Encoders differ in whether their own frame counts; a file that ends within a frame tells itself. */
const SLACK_BYTES = 4096;

interface Chain {
  frames: number;
  /** Where the last of them ends, or would end. */
  end: number;
}

/** Follows frames of one stream from one to the next. */
function chainFrom(bytes: Buffer, start: number, stream?: number): Chain {
  let [end, frames] = [start, 0];
  for (;;) {
    const frame: MpegFrame | null = mpegFrameAt(bytes, end);
    if (frame === null || frame.bytes < FRAME_HEAD_BYTES || frame.stream !== (stream ?? frame.stream)) break;
    stream = frame.stream;
    end += frame.bytes;
    frames += 1;
  }
  return { frames, end };
}

function firstFrame(head: Buffer): { at: number; frame: MpegFrame } | null {
  for (let at = head.indexOf(0xff); at !== -1; at = head.indexOf(0xff, at + 1)) {
    const frame = mpegFrameAt(head, at);
    if (frame !== null && chainFrom(head, at).frames >= CHAIN) return { at, frame };
  }
  return null;
}

/** Whether the last frame of a stream is there in part only. What follows whole frames, tags or not, is no matter. */
function endsWithinFrame(tail: Buffer, stream: number): boolean {
  for (let at = 0; at < tail.length;) {
    const { frames, end } = chainFrom(tail, at, stream);
    if (frames > CHAIN && end > tail.length) return true;
    at = frames > CHAIN ? end : at + 1;
  }
  return false;
}

/**
 * MPEG audio is a row of frames without any length of the whole, but most encoders note it in the first frame. Where
 * none did, a last frame that is cut short tells, so a cut between two frames of such a file is not seen: it then is
 * as long as its duration, which is counted, says.
 */
export async function isMpegCutOff(windows: Windows): Promise<boolean> {
  const { fileBytes, at } = windows;
  const start = await afterId3(windows);
  const head = await at(start, HEAD_BYTES);
  const first = firstFrame(head);
  if (first === null) return false;
  const present = fileBytes - start - first.at;
  const noted = mpegNotes(head, first.at, first.frame).bytes;
  if (noted > 0 && present >= noted) return false;
  if (noted > present + start + SLACK_BYTES) return true;
  const tail = Math.max(start + first.at, fileBytes - TAIL_BYTES);
  return endsWithinFrame(await at(tail, TAIL_BYTES), first.frame.stream);
}

import { createCrc } from './crc.ts';
import type { Windows } from './window.ts';

const CAPTURE = Buffer.from('OggS');
const HEAD_BYTES = 27;
const CRC_AT = 22;
const CRC_BYTES = 4;
const MAX_PAGE_BYTES = HEAD_BYTES + 255 + 255 * 255;
/** Long enough to hold a whole page before one that is cut short. */
const TAIL_BYTES = 2 * MAX_PAGE_BYTES;
/** Pages of a real file do not overlap, so that each byte is summed once; made-up ones are looked at no longer. */
const MAX_SUMMED_BYTES = 4 * TAIL_BYTES;
const END_OF_STREAM = 4;
const crc32 = createCrc(32, 0x04_c1_1d_b7);

interface Page {
  /** NaN when not even the table of its segments is all there. */
  bytes: number;
  /** Its last packet goes on in a page to come. */
  isContinued: boolean;
}

/** The page that begins there, whole or not. */
function pageAt(bytes: Buffer, position: number): Page | null {
  const rest = bytes.subarray(position, position + MAX_PAGE_BYTES);
  if (!rest.subarray(0, CAPTURE.length).equals(CAPTURE.subarray(0, rest.length))) return null;
  if (rest.length < HEAD_BYTES || rest.length < HEAD_BYTES + rest.readUInt8(26)) {
    return { bytes: NaN, isContinued: false };
  }
  const segments = rest.subarray(HEAD_BYTES, HEAD_BYTES + rest.readUInt8(26));
  const length = segments.reduce((sum, segment) => sum + segment, HEAD_BYTES + segments.length);
  return { bytes: length, isContinued: segments.at(-1) === 255 && (rest.readUInt8(5) & END_OF_STREAM) === 0 };
}

/** A page has a checksum over all of it, in which the checksum itself counts as 0. */
function isSound(page: Buffer): boolean {
  const before = crc32.of(Buffer.alloc(CRC_BYTES), crc32.of(page.subarray(0, CRC_AT)));
  return crc32.of(page.subarray(CRC_AT + CRC_BYTES), before) === page.readUInt32LE(CRC_AT);
}

/** The last page that is all there and sound. */
function lastPage(bytes: Buffer): { end: number; isContinued: boolean } | null {
  let last = null;
  let summed = 0;
  for (let at = bytes.indexOf(CAPTURE); at !== -1 && summed < MAX_SUMMED_BYTES;) {
    const page = pageAt(bytes, at);
    const end = at + (page?.bytes ?? NaN);
    const isWhole = page !== null && end <= bytes.length;
    if (isWhole) summed += page.bytes;
    const sound = isWhole && isSound(bytes.subarray(at, end));
    if (sound) last = { end, isContinued: page.isContinued };
    at = bytes.indexOf(CAPTURE, sound ? end : at + 1);
  }
  return last;
}

/**
 * Ogg is a row of pages (RFC 3533, section 6). It is cut off when, behind a whole page, the next is there in part
 * only, or when the last page's packet goes on nowhere. That no page ends the stream by its flag tells nothing:
 * recorders leave it out, readers must bear that (RFC 7845, section 3), and the duration is that of the last page.
 */
export async function isOggCutOff({ fileBytes, at }: Windows): Promise<boolean> {
  const tail = await at(Math.max(0, fileBytes - TAIL_BYTES), TAIL_BYTES);
  const last = lastPage(tail);
  if (last === null) return false;
  if (last.end === tail.length) return last.isContinued;
  const next = pageAt(tail, last.end);
  return next !== null && !(last.end + next.bytes <= tail.length);
}

/** A damaged last page may hide the one before from a shorter look. */
const SOUND_TAIL_BYTES = 4 * TAIL_BYTES;

/** Whether no page stands near the end: where the duration is told. */
export async function lacksOggSound({ fileBytes, at }: Windows): Promise<boolean> {
  return lastPage(await at(Math.max(0, fileBytes - SOUND_TAIL_BYTES), SOUND_TAIL_BYTES)) === null;
}

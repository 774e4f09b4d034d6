import { createCrc } from './crc.ts';
import type { FileWindow } from './window.ts';

const CAPTURE = Buffer.from('OggS');
const HEAD_BYTES = 27;
const CRC_AT = 22;
const CRC_BYTES = 4;
const MAX_PAGE_BYTES = HEAD_BYTES + 255 + 255 * 255;
/** Long enough for a whole page before an incomplete one. */
const TAIL_BYTES = 2 * MAX_PAGE_BYTES;
/** Pages of a real file do not overlap, so each byte is summed once; this bounds the cost of a crafted file. */
const MAX_SUMMED_BYTES = 4 * TAIL_BYTES;
const END_OF_STREAM = 4;
const crc32 = createCrc(32, 0x04_c1_1d_b7);

interface Page {
  /** NaN when the table of its segments is incomplete. */
  bytes: number;
  /** Its last packet continues on the next page. */
  isContinued: boolean;
}

/** The page at `position`, whole or not. */
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

/** The checksum of a page covers the whole page, with the checksum field itself as 0. */
function isIntact(page: Buffer): boolean {
  const before = crc32.of(Buffer.alloc(CRC_BYTES), crc32.of(page.subarray(0, CRC_AT)));
  return crc32.of(page.subarray(CRC_AT + CRC_BYTES), before) === page.readUInt32LE(CRC_AT);
}

/** The last page that is whole and has the right checksum. */
function lastPage(bytes: Buffer): { end: number; isContinued: boolean } | null {
  let last = null;
  let summed = 0;
  for (let at = bytes.indexOf(CAPTURE); at !== -1 && summed < MAX_SUMMED_BYTES;) {
    const page = pageAt(bytes, at);
    const end = at + (page?.bytes ?? NaN);
    const isWhole = page !== null && end <= bytes.length;
    if (isWhole) summed += page.bytes;
    const intact = isWhole && isIntact(bytes.subarray(at, end));
    if (intact) last = { end, isContinued: page.isContinued };
    at = bytes.indexOf(CAPTURE, intact ? end : at + 1);
  }
  return last;
}

/**
 * Ogg is a sequence of pages (RFC 3533, section 6). It is truncated when an incomplete page follows a whole one, or
 * when the last packet of the last page is unfinished. A missing end-of-stream flag proves nothing: recorders omit it,
 * readers must accept that (RFC 7845, section 3), and the duration is taken from the last page.
 */
export async function isOggTruncated({ fileBytes, at }: FileWindow): Promise<boolean> {
  const tail = await at(Math.max(0, fileBytes - TAIL_BYTES), TAIL_BYTES);
  const last = lastPage(tail);
  if (last === null) return false;
  if (last.end === tail.length) return last.isContinued;
  const next = pageAt(tail, last.end);
  return next !== null && !(last.end + next.bytes <= tail.length);
}

/** A damaged last page must not hide the page before it. */
const LONG_TAIL_BYTES = 4 * TAIL_BYTES;

/** Whether there is no page near the end, where the duration is read. */
export async function lacksOggPages({ fileBytes, at }: FileWindow): Promise<boolean> {
  return lastPage(await at(Math.max(0, fileBytes - LONG_TAIL_BYTES), LONG_TAIL_BYTES)) === null;
}

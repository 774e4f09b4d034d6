import type { ByteRange } from '../storage/index.ts';

/** What a Range header asks of a file: all of it, one part, or nothing that exists. */
export type RangeRequest = { kind: 'whole' } | { kind: 'part'; range: ByteRange } | { kind: 'unsatisfiable' };

const WHOLE: RangeRequest = { kind: 'whole' };
const UNSATISFIABLE: RangeRequest = { kind: 'unsatisfiable' };
// A list of one: its other elements may be empty (RFC 9110, section 5.6.1).
const ONE_RANGE = /^bytes=[ \t,]*(\d*)-(\d*)[ \t,]*$/i;

/**
 * Reads a Range header (RFC 9110, section 14.2). Several ranges, another unit and what is not well formed are
 * ignored, as the RFC allows: the answer is then the whole file. (The package range-parser takes a suffix longer than the
 * file, which is all of it, for unsatisfiable.)
 */
export function readRange(header: string | undefined, bytes: number): RangeRequest {
  const match = ONE_RANGE.exec(header ?? '');
  const [first = '', last = ''] = match?.slice(1) ?? [];
  if (first !== '') return fromTo(Number(first), last === '' ? Infinity : Number(last), bytes);
  return last === '' ? WHOLE : suffix(Number(last), bytes);
}

function fromTo(start: number, end: number, bytes: number): RangeRequest {
  if (end < start) return WHOLE;
  if (start >= bytes) return UNSATISFIABLE;
  return { kind: 'part', range: { start, end: Math.min(end, bytes - 1) } };
}

function suffix(length: number, bytes: number): RangeRequest {
  if (length === 0 || bytes === 0) return UNSATISFIABLE;
  return { kind: 'part', range: { start: Math.max(0, bytes - length), end: bytes - 1 } };
}

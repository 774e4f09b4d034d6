import { holdsTag } from '@downbeat/shared/http';

/** What decides whether a held copy is still the file: its strong ETag, quoted, and its date. */
export interface Validators {
  etag: string;
  lastModified: Date;
}

/** An ETag, in quotes or weak (RFC 9110, 8.8.3): a comma within is none between. */
const ENTITY_TAG = /(?:W\/)?"[^"]*"/g;
const HTTP_DATE =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4}|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2}) \d{2}:\d{2}:\d{2} GMT$/;
/** The oldest form names no zone, and means GMT. */
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** Milliseconds since 1970 of an HTTP date (RFC 9110, 5.6.7); NaN for what is none, which a precondition ignores. */
function httpDate(text: unknown): number {
  if (typeof text !== 'string') return Number.NaN;
  if (ASCTIME.test(text)) return Date.parse(`${text} GMT`);
  return HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
}

// HTTP dates have whole seconds.
const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** Whether the file still is what the request is about (RFC 9110, 13.1.1 and 13.1.4): If-Match wins over the date. */
export function preconditionsHold(
  headers: Record<string, unknown>,
  { etag, lastModified }: Validators,
): boolean {
  const ifMatch = headers['if-match'];
  if (typeof ifMatch === 'string') {
    // By strong comparison: a weak tag names no bytes.
    return ifMatch.trim() === '*' || [...ifMatch.matchAll(ENTITY_TAG)].some(([tag]) => tag === etag);
  }
  const since = httpDate(headers['if-unmodified-since']);
  return Number.isNaN(since) || seconds(lastModified) * 1000 <= since;
}

/** Whether the reader holds the current file (RFC 9110, 13.1.2 and 13.1.3): If-None-Match wins over the date. */
export function isUnchanged(headers: Record<string, unknown>, { etag, lastModified }: Validators): boolean {
  const ifNoneMatch = headers['if-none-match'];
  if (typeof ifNoneMatch === 'string') return holdsTag(ifNoneMatch, etag);
  const since = httpDate(headers['if-modified-since']);
  return !Number.isNaN(since) && seconds(lastModified) * 1000 <= since;
}

/** Whether a range may be served: If-Range must name exactly what we have, by strong comparison (RFC 9110, 13.1.5). */
export function rangeHolds(ifRange: string | undefined, { etag, lastModified }: Validators): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.startsWith('"')) return ifRange === etag;
  return httpDate(ifRange) === seconds(lastModified) * 1000;
}

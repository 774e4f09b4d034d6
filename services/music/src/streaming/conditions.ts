import { holdsTag } from '@downbeat/shared/http';

/** What decides whether a held copy is still the file: its strong ETag, quoted, and its date. */
export interface Validators {
  etag: string;
  lastModified: Date;
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
    return ifMatch.split(',').some((tag) => ['*', etag].includes(tag.trim()));
  }
  const since = Date.parse(String(headers['if-unmodified-since']));
  return Number.isNaN(since) || seconds(lastModified) * 1000 <= since;
}

/** Whether the reader holds the current file (RFC 9110, 13.1.2 and 13.1.3): If-None-Match wins over the date. */
export function isUnchanged(headers: Record<string, unknown>, { etag, lastModified }: Validators): boolean {
  const ifNoneMatch = headers['if-none-match'];
  if (typeof ifNoneMatch === 'string') return holdsTag(ifNoneMatch, etag);
  const since = Date.parse(String(headers['if-modified-since']));
  return !Number.isNaN(since) && seconds(lastModified) * 1000 <= since;
}

/** Whether a range may be served: If-Range must name exactly what we have, by strong comparison (RFC 9110, 13.1.5). */
export function rangeHolds(ifRange: string | undefined, { etag, lastModified }: Validators): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.startsWith('"')) return ifRange === etag;
  return Date.parse(ifRange) === seconds(lastModified) * 1000;
}

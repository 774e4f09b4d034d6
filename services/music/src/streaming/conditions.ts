import { etagMatches, ifMatchHolds } from '@downbeat/shared/http';

/** The validators of a file: its strong ETag, quoted, and its date. */
export interface Validators {
  etag: string;
  lastModified: Date;
  /** Of audio, whose files have one date: which of them it is. A date alone does not say which one a client has. */
  rendition?: string | undefined;
}

const HTTP_DATE =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4}|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2}) \d{2}:\d{2}:\d{2} GMT$/;
/** The oldest date format has no time zone; it means GMT. */
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** Milliseconds since 1970 of an HTTP date (RFC 9110, 5.6.7); NaN for a malformed one, which a condition ignores. */
function httpDate(text: unknown): number {
  if (typeof text !== 'string') return Number.NaN;
  if (ASCTIME.test(text)) return Date.parse(`${text} GMT`);
  return HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
}

// HTTP dates have whole seconds.
const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** Whether If-Match and If-Unmodified-Since hold (RFC 9110, 13.1.1 and 13.1.4). If-Match takes precedence. */
export function preconditionsHold(
  headers: Record<string, unknown>,
  { etag, lastModified }: Validators,
): boolean {
  const ifMatch = headers['if-match'];
  if (typeof ifMatch === 'string') return ifMatchHolds(ifMatch, (tag) => tag === etag);
  const since = httpDate(headers['if-unmodified-since']);
  return Number.isNaN(since) || seconds(lastModified) * 1000 <= since;
}

/** Whether the client has the current file (RFC 9110, 13.1.2 and 13.1.3). If-None-Match takes precedence. */
export function isUnchanged(
  headers: Record<string, unknown>,
  { etag, lastModified, rendition = 'original' }: Validators,
): boolean {
  const ifNoneMatch = headers['if-none-match'];
  if (typeof ifNoneMatch === 'string') return etagMatches(ifNoneMatch, etag);
  if (rendition !== 'original') return false;
  const since = httpDate(headers['if-modified-since']);
  return !Number.isNaN(since) && seconds(lastModified) * 1000 <= since;
}

/** Whether a range may be served: If-Range must name exactly this file, by strong comparison (RFC 9110, 13.1.5). */
export function ifRangeMatches(
  ifRange: string | undefined,
  { etag, lastModified, rendition }: Validators,
): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.startsWith('"')) return ifRange === etag;
  return rendition === undefined && httpDate(ifRange) === seconds(lastModified) * 1000;
}

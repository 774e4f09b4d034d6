/** A list of ETags, each in quotes and perhaps weak (RFC 9110, 8.8.3): a comma within one is none between two. */
const TAGS = /(?:W\/)?("[^"]*")/g;

/** Whether an If-None-Match names this strong ETag, by weak comparison (RFC 9110, 13.1.2). */
export function holdsTag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || [...ifNoneMatch.matchAll(TAGS)].some(([, tag]) => tag === etag);
}

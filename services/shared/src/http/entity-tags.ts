/** Whether an If-None-Match names this ETag, by weak comparison (RFC 9110, 13.1.2). */
export function holdsTag(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etag) || tags.includes('*');
}

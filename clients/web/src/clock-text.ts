/** Milliseconds as minutes and seconds: 61,500 is 1:01. */
export function clockText(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

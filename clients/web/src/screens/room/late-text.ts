/** A delay or an error above this is told in words. */
const TOLD_MS = 100;

/** What a member whose device is far behind or off is told; empty for all others. It has no numbers, so that it stays as it is. */
export function lateText(outputDelayMs: number, playbackErrorMs: number | null): string {
  const errorMs = playbackErrorMs ?? 0;
  if (errorMs < -TOLD_MS) return 'You hear the music late, by more than 100 ms. This page is catching up.';
  if (errorMs > TOLD_MS)
    return 'You hear the music early, by more than 100 ms. This page is waiting for the others.';
  if (outputDelayMs <= TOLD_MS) return '';
  return 'Your output is more than 100 ms late. This page plays earlier to make up for it, and all members start a little later.';
}

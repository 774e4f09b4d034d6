const windowMs = 60_000;
const maxInWindow = 5;

/**
 * Decides about restarts: the pause before the next one, or undefined once there were five within a minute, since a
 * program that dies that often needs a person. `deaths` are the times of all deaths so far, the present one included.
 */
export function restartDelayMs(deaths: readonly number[], now: number): number | undefined {
  const recent = deaths.filter((at) => now - at < windowMs).length;
  return recent > maxInWindow ? undefined : 200 * 2 ** (recent - 1);
}

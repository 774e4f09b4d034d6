const LONGEST_REQUIRED_MS = 4 * 60_000;

/**
 * How much of a track must be heard, in milliseconds, so that it counts as a play: half of it or 4 minutes, which is the
 * rule of Last.fm and ListenBrainz. The service decides by it, and clients know by it when to report.
 */
export function requiredPlayMs(durationMs: number): number {
  return Math.ceil(Math.min(durationMs / 2, LONGEST_REQUIRED_MS));
}

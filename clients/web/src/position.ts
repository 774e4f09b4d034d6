import type { ListeningRoom, Timeline } from '@downbeat/sdk';

/** Where the session is now, for display. Sound is not scheduled by this. */
export function positionMs(room: ListeningRoom, timeline: Timeline, durationMs: number): number {
  if (timeline.state !== 'playing' || !room.quality.synchronised) return timeline.anchorPositionMs;
  const elapsedMs = Math.max(0, (room.sessionTimeUs() - timeline.anchorServerTimeUs) / 1000);
  return Math.min(durationMs, timeline.anchorPositionMs + elapsedMs * timeline.rate);
}

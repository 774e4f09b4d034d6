import type { SyncQuality, Timeline } from '@downbeat/sdk';

/** As much of a room as is read here. */
interface Timed {
  readonly quality: Pick<SyncQuality, 'synchronised'>;
  /** Microseconds. */
  sessionTimeUs(): number;
}

/** Where the session is now, for display. Sound is not scheduled by this. */
export function positionMs(room: Timed, timeline: Timeline, durationMs: number): number {
  if (timeline.state !== 'playing' || !room.quality.synchronised) return timeline.anchorPositionMs;
  const elapsedMs = Math.max(0, (room.sessionTimeUs() - timeline.anchorServerTimeUs) / 1000);
  return Math.min(durationMs, timeline.anchorPositionMs + elapsedMs * timeline.rate);
}

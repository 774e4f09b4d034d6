import { requiredPlayMs } from '@downbeat/timing';
import type { PlayRefusal, PlayReport } from '../generated/schemas.gen.ts';

const DAY_MS = 24 * 60 * 60_000;
/** How long after its start a play may be reported, e.g. one without a network. */
const MAX_REPORT_AGE_DAYS = 14;
/** How far the clock of a device may be ahead. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** For longer than a play may be reported, its id is known. */
export const ID_KNOWN_MS = (MAX_REPORT_AGE_DAYS + 1) * DAY_MS;

/** A track, as far as the rules need it. */
export interface PlayableTrack {
  id: string;
  title: string;
  artist: { id: string; name: string };
  durationMs: number;
}

const refusal = (code: PlayRefusal['code'], detail: string): PlayRefusal => ({ code, detail });

/**
 * Why a report does not count; null when it may.
 * @param track null when there is no such track
 * @param nowMs milliseconds since 1970
 */
export function refusalOf(
  { startedAt, playedMs }: PlayReport,
  track: PlayableTrack | null,
  nowMs: number,
): PlayRefusal | null {
  if (track === null) return refusal('TRACK_NOT_FOUND', 'There is no such track; it may have been deleted.');
  const requiredMs = requiredPlayMs(track.durationMs);
  if (playedMs < requiredMs) {
    const detail = `${playedMs} ms were played; a play of this track counts from ${requiredMs} ms on.`;
    return refusal('PLAY_TOO_SHORT', detail);
  }
  const startedMs = Date.parse(startedAt);
  if (startedMs < nowMs - MAX_REPORT_AGE_DAYS * DAY_MS) {
    return refusal('PLAY_TOO_OLD', `A play can be reported for ${MAX_REPORT_AGE_DAYS} days.`);
  }
  if (startedMs + requiredMs > nowMs + CLOCK_TOLERANCE_MS) {
    const detail =
      'It began so late that not enough of the track can have been played; is the clock of the device right?';
    return refusal('PLAY_IN_FUTURE', detail);
  }
  return null;
}

/** The day of a time, in UTC: 2026-11-23. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** The last days, the oldest first. */
export const lastDays = (count: number, nowMs: number): string[] =>
  Array.from({ length: count }, (_, index) => dayOf(new Date(nowMs - (count - 1 - index) * DAY_MS)));

/** A time so many days from another. */
export const daysAfter = (time: Date, days: number): Date => new Date(time.getTime() + days * DAY_MS);

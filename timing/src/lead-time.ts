import { milliseconds, type Milliseconds } from './units.ts';

/** The delays that a member measured. */
export interface MemberDelay {
  readonly roundTripP95Ms: number;
  /** From writing samples to the device until they can be heard. */
  readonly outputDelayMs: number;
}

/** The shortest lead time: a decoder and an audio clock need that long. */
export const LEAST_LEAD_MS = milliseconds(150);
/** The longest lead time: a member that needs more starts late, instead of delaying the others. */
export const GREATEST_LEAD_MS = milliseconds(3000);
/** Added to the measured delays: the work of the server and of the player. */
const MARGIN_MS = 50;

/**
 * How far ahead playback must be announced, so that every member can start in time: for the slowest member, the 95th
 * percentile of its round trip (one half is the way to the member, the other half allows one resend), its output delay and 50 ms; within 150
 * and 3000 ms.
 * @param members the last report of each member; a member without a report is not considered
 */
export function leadTimeMs(members: readonly MemberDelay[]): Milliseconds {
  const needed = members.map(
    ({ roundTripP95Ms, outputDelayMs }) => roundTripP95Ms + outputDelayMs + MARGIN_MS,
  );
  const slowest = needed.filter(Number.isFinite).reduce((most, one) => Math.max(most, one), 0);
  return milliseconds(Math.ceil(Math.min(Math.max(slowest, LEAST_LEAD_MS), GREATEST_LEAD_MS)));
}

import { milliseconds, type Milliseconds } from './units.ts';

/** What a member measured of itself. */
export interface MemberDelay {
  readonly roundTripP95Ms: number;
  /** From handing samples to the device until they sound. */
  readonly outputDelayMs: number;
}

/** Nobody starts sooner: a decoder and an audio clock need that long. */
export const LEAST_LEAD_MS = milliseconds(150);
/** Nobody waits longer: a member that needs more joins late instead of holding up the rest. */
export const GREATEST_LEAD_MS = milliseconds(3000);
/** On top of what was measured: the server's own work, and the player's. */
const MARGIN_MS = 50;

/**
 * How far ahead to set a start, so that every member can meet it: of the slowest, the round trip (its 95th percentile,
 * half of it for the way, half in reserve for a resend), the output delay and 50 ms; within 150 and 3000 ms.
 * @param members the reports at hand; a member that never reported is not waited for
 */
export function leadTimeMs(members: readonly MemberDelay[]): Milliseconds {
  const needed = members.map(
    ({ roundTripP95Ms, outputDelayMs }) => roundTripP95Ms + outputDelayMs + MARGIN_MS,
  );
  const slowest = needed.filter(Number.isFinite).reduce((most, one) => Math.max(most, one), 0);
  return milliseconds(Math.ceil(Math.min(Math.max(slowest, LEAST_LEAD_MS), GREATEST_LEAD_MS)));
}

import { microseconds, type Microseconds } from './units.ts';

/**
 * The four timestamps of one exchange, in microseconds. The first and the last are read on the local clock, the
 * two in the middle on the reference clock. Names T1..T4 as in RFC 5905, section 8 (NTP on-wire protocol).
 */
export interface ProbeSample {
  /** T1: local clock, just before the probe left. */
  readonly localSendUs: Microseconds;
  /** T2: reference clock, as the probe arrived, before it was parsed. */
  readonly referenceReceiveUs: Microseconds;
  /** T3: reference clock, just before the answer left. */
  readonly referenceSendUs: Microseconds;
  /** T4: local clock, as the answer arrived, before it was parsed. */
  readonly localReceiveUs: Microseconds;
}

/**
 * Reference minus local, if both ways take equally long: ((T2 - T1) + (T3 - T4)) / 2 (RFC 5905, section 8).
 * @returns microseconds to add to the local clock.
 */
export function probeOffset(sample: ProbeSample): Microseconds {
  return microseconds((outboundExcess(sample) + returnExcess(sample)) / 2);
}

/** The time on the way, without the time at the other end: (T4 - T1) - (T3 - T2), in microseconds. */
export function roundTrip(sample: ProbeSample): Microseconds {
  return microseconds(
    sample.localReceiveUs - sample.localSendUs - (sample.referenceSendUs - sample.referenceReceiveUs),
  );
}

/** T2 - T1: the offset plus the way out. Never less than the true offset, since the way takes no negative time. */
export function outboundExcess(sample: ProbeSample): Microseconds {
  return microseconds(sample.referenceReceiveUs - sample.localSendUs);
}

/** T3 - T4: the offset minus the way back. Never more than the true offset. */
export function returnExcess(sample: ProbeSample): Microseconds {
  return microseconds(sample.referenceSendUs - sample.localReceiveUs);
}

/**
 * Whether the timestamps are possible: finite, in order on each clock, and with a round trip that is not negative.
 * Other samples are forged or mixed up.
 */
export function isPlausible(sample: ProbeSample): boolean {
  const { localSendUs, referenceReceiveUs, referenceSendUs, localReceiveUs } = sample;
  const all = [localSendUs, referenceReceiveUs, referenceSendUs, localReceiveUs];
  if (!all.every(Number.isFinite)) return false;
  return referenceSendUs >= referenceReceiveUs && localReceiveUs >= localSendUs && roundTrip(sample) >= 0;
}

import {
  BURST_INTERVAL_MS,
  BURST_SIZE,
  ClockEstimator,
  microseconds,
  type ProbeSample,
  type Selector,
} from '../src/index.ts';
import type { Network } from './network.ts';
import type { Random } from './random.ts';

/** The reference clock as the local clock sees it: the truth that an estimator is measured against. */
export interface TrueClock {
  referenceAt(localUs: number): number;
}

/** A reference that is `offsetUs` ahead and gains `driftPpm`. */
export function driftingClock(offsetUs: number, driftPpm: number): TrueClock {
  return { referenceAt: (localUs) => localUs + offsetUs + localUs * driftPpm * 1e-6 };
}

/** Sends one probe at a local time and gives the four timestamps that come of it. */
export function probe(clock: TrueClock, network: Network, random: Random, localSendUs: number): ProbeSample {
  const arrivedUs = localSendUs + network.outboundMs(random) * 1000;
  const answeredUs = arrivedUs + 20 + random.exponential(30);
  const returnedUs = answeredUs + network.returnMs(random) * 1000;
  return {
    localSendUs: microseconds(localSendUs),
    referenceReceiveUs: microseconds(clock.referenceAt(arrivedUs)),
    referenceSendUs: microseconds(clock.referenceAt(answeredUs)),
    localReceiveUs: microseconds(returnedUs),
  };
}

/** The time between two probes of one burst. */
const PROBE_SPACING_US = 25_000;

export function burst(clock: TrueClock, network: Network, random: Random, startUs: number): ProbeSample[] {
  return Array.from({ length: BURST_SIZE }, (_, index) =>
    probe(clock, network, random, startUs + index * PROBE_SPACING_US),
  );
}

export interface ClockRun {
  /** Just after the first burst. */
  readonly firstErrorMs: number;
  /** At the worst moment: just before the burst that would follow the last one. */
  readonly lastErrorMs: number;
  readonly estimator: ClockEstimator;
}

/**
 * Runs one client for a number of bursts against a reference with an unknown offset (up to an hour) and drift
 * (up to 50 ppm either way), and compares its clock with the truth.
 */
export function simulateClock(network: Network, random: Random, bursts: number, select?: Selector): ClockRun {
  const clock = driftingClock((random.uniform() - 0.5) * 7.2e9, (random.uniform() - 0.5) * 100);
  const estimator = new ClockEstimator(select === undefined ? {} : { select });
  const errorMs = (localUs: number): number =>
    Math.abs(estimator.toReference(microseconds(localUs)) - clock.referenceAt(localUs)) / 1000;
  const intervalUs = BURST_INTERVAL_MS * 1000;
  let firstErrorMs = NaN;
  for (let index = 0; index < bursts; index += 1) {
    const startUs = index * intervalUs;
    estimator.addBurst(burst(clock, network, random, startUs));
    if (index === 0) firstErrorMs = errorMs(BURST_SIZE * PROBE_SPACING_US);
  }
  return { firstErrorMs, lastErrorMs: errorMs(bursts * intervalUs), estimator };
}

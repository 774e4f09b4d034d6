import { outboundExcess, returnExcess, roundTrip, type ProbeSample } from './probe.ts';
import { leastEachWay, type Selector } from './selection.ts';
import { greatest, least, mean } from './statistics.ts';
import { microseconds, type Microseconds } from './units.ts';

/** One burst of probes, reduced to what the filter takes in. */
export interface Measurement {
  /** Reference minus local at `localTimeUs`. */
  readonly offsetUs: Microseconds;
  readonly localTimeUs: Microseconds;
  /** Expected square error of `offsetUs`, in square microseconds. */
  readonly varianceUs2: number;
  /** The true offset cannot lie below this: an answer does not arrive before it left. */
  readonly lowestUs: Microseconds;
  /** The true offset cannot lie above this. */
  readonly highestUs: Microseconds;
  readonly leastRoundTripUs: Microseconds;
}

/** Timestamps of browsers are rounded to 5 us or coarser, so no burst is known better than that. */
const RESOLUTION_US = 5;

/** The mean jitter of both ways: how far the delays exceed the least one, corrected for the few samples. */
function jitterScale(samples: readonly ProbeSample[]): number {
  const out = samples.map(outboundExcess);
  const back = samples.map(returnExcess);
  const few = samples.length / Math.max(samples.length - 1, 1);
  return ((mean(out) - least(out) + (greatest(back) - mean(back))) / 2) * few;
}

/**
 * The variance of (least outbound - least return) / 2 with n samples of exponential jitter of scale s: each
 * minimum is exponential with scale s / n. A single sample knows nothing of its jitter: half its round trip bounds it.
 */
function varianceOf(samples: readonly ProbeSample[], leastRoundTripUs: number): number {
  if (samples.length === 1) return (leastRoundTripUs / 4) ** 2 + RESOLUTION_US ** 2;
  return (jitterScale(samples) / samples.length) ** 2 / 2 + RESOLUTION_US ** 2;
}

/**
 * Reduces a burst of probes to one measurement with its variance and the hard bounds of the offset.
 * @param samples at least one
 * @param select how to choose among them; {@link leastEachWay} unless told otherwise
 * @throws RangeError for an empty burst
 */
export function measureBurst(samples: readonly ProbeSample[], select: Selector = leastEachWay): Measurement {
  const { offsetUs, localTimeUs } = select(samples);
  const leastRoundTripUs = least(samples.map(roundTrip));
  return {
    offsetUs,
    localTimeUs,
    varianceUs2: varianceOf(samples, leastRoundTripUs),
    lowestUs: microseconds(greatest(samples.map(returnExcess))),
    highestUs: microseconds(least(samples.map(outboundExcess))),
    leastRoundTripUs: microseconds(leastRoundTripUs),
  };
}

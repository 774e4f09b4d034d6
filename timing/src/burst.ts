import { outboundExcess, probeOffset, returnExcess, roundTrip, type ProbeSample } from './probe.ts';
import { greatest, least, mean, median } from './statistics.ts';
import { microseconds, type Microseconds } from './units.ts';

/** The offset that a burst gives, without its variance. */
export interface Selection {
  /** Reference minus local at `localTimeUs`. */
  readonly offsetUs: Microseconds;
  /** The local time at which the offset is valid. */
  readonly localTimeUs: Microseconds;
}

/** Reduces the samples of one burst (at least one) to one offset. */
export type Selector = (samples: readonly ProbeSample[]) => Selection;

function byRoundTrip(samples: readonly ProbeSample[]): ProbeSample[] {
  return samples.toSorted((a, b) => roundTrip(a) - roundTrip(b));
}

function middleOf(sample: ProbeSample): number {
  return (sample.localSendUs + sample.localReceiveUs) / 2;
}

function requireSamples(samples: readonly ProbeSample[]): void {
  if (samples.length === 0) throw new RangeError('a burst needs at least one sample');
}

function averageOf(chosen: readonly ProbeSample[], offset: number): Selection {
  return { offsetUs: microseconds(offset), localTimeUs: microseconds(mean(chosen.map(middleOf))) };
}

/** The mean offset of the quarter of the samples whose round trip was least (at least one). */
export const bestQuarter: Selector = (samples) => {
  requireSamples(samples);
  const chosen = byRoundTrip(samples).slice(0, Math.max(1, Math.floor(samples.length / 4)));
  return averageOf(chosen, mean(chosen.map(probeOffset)));
};

/** The median offset of the three samples whose round trip was least. */
export const medianOfThreeBest: Selector = (samples) => {
  requireSamples(samples);
  const chosen = byRoundTrip(samples).slice(0, 3);
  return averageOf(chosen, median(chosen.map(probeOffset)));
};

/**
 * The fastest way out and the fastest way back, which may be of two samples. Jitter only makes a way longer, so the two
 * minima bound the offset from both sides. For exponential jitter their middle is the maximum-likelihood estimate (D. R.
 * Jeske, "On Maximum-Likelihood Estimation of Clock Offset", IEEE Transactions on Communications 53(1), 2005). Its error
 * is half that of the sample with the least round trip, where one sample has to be fast both ways.
 */
export const leastEachWay: Selector = (samples) => {
  requireSamples(samples);
  const out = samples.reduce((best, sample) =>
    outboundExcess(sample) < outboundExcess(best) ? sample : best,
  );
  const back = samples.reduce((best, sample) => (returnExcess(sample) > returnExcess(best) ? sample : best));
  return {
    offsetUs: microseconds((outboundExcess(out) + returnExcess(back)) / 2),
    localTimeUs: microseconds((out.localSendUs + back.localReceiveUs) / 2),
  };
};

/** One burst of probes, reduced to the input of the filter. */
export interface Measurement {
  /** Reference minus local at `localTimeUs`. */
  readonly offsetUs: Microseconds;
  readonly localTimeUs: Microseconds;
  /** Expected square error of `offsetUs`, in square microseconds. */
  readonly varianceUs2: number;
  /** The true offset cannot be less: an answer does not arrive before it was sent. */
  readonly lowestUs: Microseconds;
  /** The true offset cannot be greater. */
  readonly highestUs: Microseconds;
  readonly leastRoundTripUs: Microseconds;
}

/** Browsers round timestamps to 5 us or more, so no burst is more exact than that. */
const RESOLUTION_US = 5;

/** The mean jitter of both ways: how far the delays exceed the least one, corrected for the number of samples. */
function jitterScale(samples: readonly ProbeSample[]): number {
  const out = samples.map(outboundExcess);
  const back = samples.map(returnExcess);
  const correction = samples.length / Math.max(samples.length - 1, 1);
  return ((mean(out) - least(out) + (greatest(back) - mean(back))) / 2) * correction;
}

/**
 * The variance of (least outbound - least return) / 2 with n samples of exponential jitter of scale s: each
 * minimum is exponential with scale s / n. A single sample has no measured jitter: half its round trip bounds the error.
 */
function varianceOf(samples: readonly ProbeSample[], leastRoundTripUs: number): number {
  if (samples.length === 1) return (leastRoundTripUs / 4) ** 2 + RESOLUTION_US ** 2;
  return (jitterScale(samples) / samples.length) ** 2 / 2 + RESOLUTION_US ** 2;
}

/**
 * Reduces a burst of probes to one measurement with its variance and the hard bounds of the offset.
 * @param samples at least one
 * @param select how to reduce them to one offset; {@link leastEachWay} by default
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

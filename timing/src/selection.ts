import { outboundExcess, probeOffset, returnExcess, roundTrip, type ProbeSample } from './probe.ts';
import { mean, median } from './statistics.ts';
import { microseconds, type Microseconds } from './units.ts';

/** What a burst says about the clocks, before anything is known about how far to trust it. */
export interface Selection {
  /** Reference minus local at `localTimeUs`. */
  readonly offsetUs: Microseconds;
  /** The local time to which the offset belongs. */
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
 * The fastest way out and the fastest way back, each taken from whichever sample had it. Jitter only ever
 * lengthens a way, so the two minima bound the offset from both sides; for exponential jitter their middle is the
 * maximum-likelihood estimate (D. R. Jeske, "On Maximum-Likelihood Estimation of Clock Offset", IEEE Transactions
 * on Communications 53(1), 2005). Half the error of the sample of least round trip, which needs luck both ways at once.
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

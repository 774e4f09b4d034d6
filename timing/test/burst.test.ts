import t from 'tap';
import {
  bestQuarter,
  leastEachWay,
  mean,
  measureBurst,
  median,
  medianOfThreeBest,
  microseconds,
  percentile,
  type ProbeSample,
} from '../src/index.ts';

const OFFSET = 1_000_000;

/** A probe that took `out` and `back` microseconds, to a reference that is a second ahead. */
function probeOf(start: number, out: number, back: number): ProbeSample {
  return {
    localSendUs: microseconds(start),
    referenceReceiveUs: microseconds(start + out + OFFSET),
    referenceSendUs: microseconds(start + out + OFFSET + 10),
    localReceiveUs: microseconds(start + out + 10 + back),
  };
}

const burst = [
  probeOf(0, 310, 100),
  probeOf(1000, 100, 500),
  probeOf(2000, 900, 900),
  probeOf(3000, 150, 130),
  probeOf(4000, 700, 200),
  probeOf(5000, 200, 200),
  probeOf(6000, 5000, 100),
  probeOf(7000, 400, 450),
];

t.test('refuses an empty burst', async (t) => {
  for (const select of [bestQuarter, medianOfThreeBest, leastEachWay]) {
    t.throws(() => select([]), new RangeError('a burst needs at least one sample'));
  }
  t.throws(() => measureBurst([]), new RangeError('a burst needs at least one sample'));
});

t.test('selects from one sample', async (t) => {
  for (const select of [bestQuarter, medianOfThreeBest, leastEachWay]) {
    t.equal(select([probeOf(0, 300, 100)]).offsetUs, OFFSET + 100);
  }
});

t.test('selects as calculated by hand', async (t) => {
  t.equal(bestQuarter(burst).offsetUs, OFFSET + (10 + 0) / 2, 'round trips 280 and 400');
  t.equal(medianOfThreeBest(burst).offsetUs, OFFSET + 10, 'errors 10, 0 and 105');
  t.equal(leastEachWay(burst).offsetUs, OFFSET, 'out 100, back 100');
});

t.test('does not depend on the order of the samples', async (t) => {
  for (const select of [bestQuarter, medianOfThreeBest]) {
    t.equal(select(burst.toReversed()).offsetUs, select(burst).offsetUs);
  }
  t.same(measureBurst(burst.toReversed()).offsetUs, measureBurst(burst).offsetUs);
});

t.test('measures hard bounds and a variance', async (t) => {
  const measurement = measureBurst(burst);
  t.equal(measurement.lowestUs, OFFSET - 100);
  t.equal(measurement.highestUs, OFFSET + 100);
  t.equal(measurement.leastRoundTripUs, 280);
  t.ok(measurement.varianceUs2 > 25);
  const calm = measureBurst(Array.from({ length: 8 }, (_, index) => probeOf(index * 1000, 200, 200)));
  t.equal(calm.varianceUs2, 25, 'without jitter, the resolution of the timestamps remains');
  t.equal(
    measureBurst([probeOf(0, 200, 200)]).varianceUs2,
    100 ** 2 + 25,
    'one sample is bounded by its round trip',
  );
});

t.test('computes mean, median and percentiles', async (t) => {
  t.equal(mean([1, 2, 6]), 3);
  t.equal(median([5, 1, 3]), 3);
  t.equal(median([4, 1, 3, 2]), 2.5);
  t.ok(Number.isNaN(median([])));
  t.equal(percentile([4, 1, 3, 2], 0.5), 2);
  t.equal(percentile([4, 1, 3, 2], 0.95), 4);
  t.equal(percentile([4, 1, 3, 2], 0), 1);
  t.ok(Number.isNaN(percentile([], 0.5)));
});

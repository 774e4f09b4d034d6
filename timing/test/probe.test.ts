import fc from 'fast-check';
import t from 'tap';
import {
  isPlausible,
  microseconds,
  outboundExcess,
  probeOffset,
  type ProbeSample,
  returnExcess,
  roundTrip,
} from '../src/index.ts';

function sampleOf(t1: number, t2: number, t3: number, t4: number): ProbeSample {
  return {
    localSendUs: microseconds(t1),
    referenceReceiveUs: microseconds(t2),
    referenceSendUs: microseconds(t3),
    localReceiveUs: microseconds(t4),
  };
}

/** Any exchange: an offset, the two ways, and the time at the other end. */
const exchange = fc.record({
  start: fc.integer({ min: 0, max: 1e12 }),
  offset: fc.integer({ min: -1e15, max: 1e15 }),
  out: fc.integer({ min: 0, max: 1e7 }),
  stay: fc.integer({ min: 0, max: 1e6 }),
  back: fc.integer({ min: 0, max: 1e7 }),
});

t.test('recognises impossible timestamps', async (t) => {
  t.equal(isPlausible(sampleOf(0, 10, 9, 20)), false, 'answered before it arrived');
  t.equal(isPlausible(sampleOf(20, 0, 0, 10)), false, 'received before it was sent');
  t.equal(isPlausible(sampleOf(0, 0, 30, 20)), false, 'longer at the other end than the whole exchange');
  t.equal(isPlausible({ ...sampleOf(0, 1, 2, 3), localSendUs: NaN as never }), false, 'not a number');
});

t.test('computes offset and round trip as RFC 5905 does', async (t) => {
  const sample = sampleOf(1000, 501_200, 501_250, 1450);
  t.equal(probeOffset(sample), 500_000);
  t.equal(roundTrip(sample), 400);
});

t.test('has an error of half the asymmetry, and bounds that contain the offset', async () => {
  fc.assert(
    fc.property(exchange, ({ start, offset, out, stay, back }) => {
      const arrived = start + out;
      const sample = sampleOf(start, arrived + offset, arrived + stay + offset, arrived + stay + back);
      const error = probeOffset(sample) - offset;
      return (
        isPlausible(sample) &&
        roundTrip(sample) === out + back &&
        Math.abs(error - (out - back) / 2) < 0.5 &&
        returnExcess(sample) <= offset &&
        outboundExcess(sample) >= offset
      );
    }),
  );
});

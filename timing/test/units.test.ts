import fc from 'fast-check';
import t from 'tap';
import { microseconds, milliseconds, msToUs, usToMs, type Microseconds } from '../src/index.ts';

t.test('refuses a value that is not finite, and names the unit', async (t) => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    t.throws(
      () => microseconds(bad),
      new RangeError(`microseconds must be a finite number, got ${String(bad)}`),
    );
    t.throws(
      () => milliseconds(bad),
      new RangeError(`milliseconds must be a finite number, got ${String(bad)}`),
    );
  }
});

t.test('does not compile when units are mixed', async (t) => {
  const wait = (duration: Microseconds): number => duration;
  t.equal(wait(msToUs(milliseconds(2))), 2000);
  // @ts-expect-error milliseconds are not microseconds
  wait(milliseconds(2));
  // @ts-expect-error a plain number has no unit
  wait(2);
});

t.test('converts there and back within a nanosecond', async () => {
  fc.assert(
    fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
      return Math.abs(usToMs(msToUs(milliseconds(value))) - value) <= Math.abs(value) * 1e-15;
    }),
  );
});

import fc from 'fast-check';
import t from 'tap';
import { ClockEstimator, microseconds } from '../src/index.ts';
import { burst, driftingClock, NETWORKS, probe, seededRandom } from '../simulation/index.ts';

const INTERVAL_US = 10_000_000;

/** By how much what is told runs faster than the local clock, in parts per million: whole hundredths. */
function appliedDriftPpm(estimator: ClockEstimator): number {
  const [from, to] = [microseconds(0), microseconds(1e9)];
  const elapsed = estimator.toReference(to) - estimator.toReference(from);
  return Math.round((elapsed / 1e9 - 1) * 1e8) / 100;
}

t.test('before the first burst there is no time to tell', async (t) => {
  const estimator = new ClockEstimator();
  t.equal(estimator.synchronised, false);
  t.equal(estimator.uncertaintyUs(microseconds(0)), Infinity);
  t.equal(estimator.roundTripP95Ms, undefined);
  t.equal(estimator.driftPpm, 0);
  t.equal(estimator.completeBurst(), undefined, 'a burst of which nothing came back');
  t.throws(
    () => estimator.toReference(microseconds(0)),
    new Error('the clock is not synchronised yet: no burst was completed'),
  );
});

t.test('a forged answer is left out', async (t) => {
  const estimator = new ClockEstimator();
  const [good] = burst(driftingClock(0, 0), NETWORKS.lan, seededRandom(1), 0);
  t.ok(good);
  t.equal(estimator.addProbe({ ...good!, referenceSendUs: microseconds(-1) }), false);
  t.equal(estimator.completeBurst(), undefined);
});

t.test('clocks an hour apart are no latency: the same two clocks, whatever the wall says', async (t) => {
  const hourApart = new ClockEstimator();
  hourApart.addBurst(burst(driftingClock(3.6e9, 0), NETWORKS.lan, seededRandom(7), 0));
  const sameWall = new ClockEstimator();
  sameWall.addBurst(burst(driftingClock(0, 0), NETWORKS.lan, seededRandom(7), 0));
  const at = microseconds(1_000_000);
  t.ok(Math.abs(hourApart.toReference(at) - 3.6e9 - sameWall.toReference(at)) < 0.01, 'skew is no latency');
  t.equal(hourApart.roundTripP95Ms?.toFixed(6), sameWall.roundTripP95Ms?.toFixed(6));
});

t.test('drift is applied only once it is significant: jitter is not taken for it', async (t) => {
  const random = seededRandom(3);
  const clock = driftingClock(5e6, 50);
  const estimator = new ClockEstimator();
  estimator.addBurst(burst(clock, NETWORKS.mobile, random, 0));
  t.equal(appliedDriftPpm(estimator), 0, 'one burst knows nothing of drift');
  estimator.addBurst(burst(clock, NETWORKS.mobile, random, INTERVAL_US));
  t.equal(appliedDriftPpm(estimator), 0, 'two jittery bursts neither');
  for (let index = 2; index < 60; index += 1) {
    estimator.addBurst(burst(clock, NETWORKS.mobile, random, index * INTERVAL_US));
  }
  t.ok(
    Math.abs(appliedDriftPpm(estimator) - 50) < 8,
    `ten minutes tell it: ${appliedDriftPpm(estimator)} ppm`,
  );
});

t.test('no drift is invented for a clock that has none', async (t) => {
  const random = seededRandom(4);
  let applied = 0;
  for (let run = 0; run < 50; run += 1) {
    const estimator = new ClockEstimator();
    for (let index = 0; index < 10; index += 1) {
      estimator.addBurst(burst(driftingClock(0, 0), NETWORKS.wan, random, index * INTERVAL_US));
    }
    if (appliedDriftPpm(estimator) !== 0) applied += 1;
  }
  t.ok(applied <= 6, `${applied} of 50 runs, expected some 2`);
});

t.test('a step of the clock is found by causality, and the estimate begins anew', async (t) => {
  const random = seededRandom(5);
  const estimator = new ClockEstimator();
  for (let index = 0; index < 5; index += 1) {
    estimator.addBurst(burst(driftingClock(1e6, 10), NETWORKS.lan, random, index * INTERVAL_US));
  }
  t.equal(estimator.steps, 0);
  const stepped = driftingClock(31e6, 10);
  estimator.addBurst(burst(stepped, NETWORKS.lan, random, 5 * INTERVAL_US));
  t.equal(estimator.steps, 1);
  const at = microseconds(5 * INTERVAL_US + 500_000);
  t.ok(Math.abs(estimator.toReference(at) - stepped.referenceAt(at)) < 1000, 'within a millisecond at once');
});

t.test('a burst that stood in a queue barely moves the estimate', async (t) => {
  const random = seededRandom(6);
  const clock = driftingClock(1e6, 0);
  const estimator = new ClockEstimator();
  for (let index = 0; index < 6; index += 1) {
    estimator.addBurst(burst(clock, NETWORKS.wan, random, index * INTERVAL_US));
  }
  const queued = { ...NETWORKS.wan, outboundMs: () => 230 + random.exponential(5) };
  estimator.addBurst(burst(clock, queued, random, 6 * INTERVAL_US));
  const at = microseconds(6 * INTERVAL_US + 500_000);
  t.equal(estimator.steps, 0);
  t.ok(Math.abs(estimator.toReference(at) - clock.referenceAt(at)) < 2000, '200 ms of queue on one way only');
});

t.test('the round trip p95 forgets what is long gone', async (t) => {
  const random = seededRandom(8);
  const estimator = new ClockEstimator();
  for (let index = 0; index < 64; index += 1) {
    estimator.addProbe(probe(driftingClock(0, 0), NETWORKS.mobile, random, index * 1e6));
  }
  t.ok((estimator.roundTripP95Ms ?? 0) > 100);
  for (let index = 64; index < 128; index += 1) {
    estimator.addProbe(probe(driftingClock(0, 0), NETWORKS.lan, random, index * 1e6));
  }
  t.ok((estimator.roundTripP95Ms ?? Infinity) < 15);
});

t.test('to the reference and back is where one began, for any offset and drift', async () => {
  fc.assert(
    fc.property(
      fc.double({ min: -9e14, max: 1.9e15, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer(),
      (offset, driftPpm, bursts, seed) => {
        const random = seededRandom(seed);
        const estimator = new ClockEstimator();
        for (let index = 0; index < bursts; index += 1) {
          estimator.addBurst(
            burst(driftingClock(offset, driftPpm), NETWORKS.lan, random, index * INTERVAL_US),
          );
        }
        const local = microseconds(bursts * INTERVAL_US + 1234);
        return Math.abs(estimator.toLocal(estimator.toReference(local)) - local) < 1;
      },
    ),
    { numRuns: 60 },
  );
});

t.test('the stated uncertainty covers the true error', async (t) => {
  const random = seededRandom(9);
  let covered = 0;
  for (let run = 0; run < 200; run += 1) {
    const clock = driftingClock(random.uniform() * 1e9, (random.uniform() - 0.5) * 100);
    const estimator = new ClockEstimator();
    for (let index = 0; index < 12; index += 1) {
      estimator.addBurst(burst(clock, NETWORKS.wan, random, index * INTERVAL_US));
    }
    const at = microseconds(12 * INTERVAL_US);
    const error = Math.abs(estimator.toReference(at) - clock.referenceAt(at));
    if (error < 3 * estimator.uncertaintyUs(at)) covered += 1;
  }
  t.ok(covered >= 190, `${covered} of 200 within three deviations`);
});

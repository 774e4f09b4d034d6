import fc from 'fast-check';
import t from 'tap';
import { ClockEstimator, microseconds } from '../src/index.ts';
import { burst, driftingClock, NETWORKS, probe, seededRandom } from '../simulation.ts';

const INTERVAL_US = 10_000_000;

/** How much faster the estimated clock runs than the local clock, in parts per million, rounded to hundredths. */
function appliedDriftPpm(estimator: ClockEstimator): number {
  const [from, to] = [microseconds(0), microseconds(1e9)];
  const elapsed = estimator.toReference(to) - estimator.toReference(from);
  return Math.round((elapsed / 1e9 - 1) * 1e8) / 100;
}

t.test('is not synchronised before the first burst', async (t) => {
  const estimator = new ClockEstimator();
  t.equal(estimator.synchronised, false);
  t.equal(estimator.uncertaintyUs(microseconds(0)), Infinity);
  t.equal(estimator.roundTripP95Ms, undefined);
  t.equal(estimator.driftPpm, 0);
  t.equal(estimator.completeBurst(), undefined, 'a burst without answers');
  t.throws(
    () => estimator.toReference(microseconds(0)),
    new Error('the clock is not synchronised yet: no burst was completed'),
  );
});

t.test('ignores a forged answer', async (t) => {
  const estimator = new ClockEstimator();
  const [good] = burst(driftingClock(0, 0), NETWORKS.lan, seededRandom(1), 0);
  t.ok(good);
  t.equal(estimator.addProbe({ ...good!, referenceSendUs: microseconds(-1) }), false);
  t.equal(estimator.completeBurst(), undefined);
});

t.test('does not take the offset of two clocks for latency', async (t) => {
  const hourApart = new ClockEstimator();
  hourApart.addBurst(burst(driftingClock(3.6e9, 0), NETWORKS.lan, seededRandom(7), 0));
  const sameHour = new ClockEstimator();
  sameHour.addBurst(burst(driftingClock(0, 0), NETWORKS.lan, seededRandom(7), 0));
  const at = microseconds(1_000_000);
  t.ok(
    Math.abs(hourApart.toReference(at) - 3.6e9 - sameHour.toReference(at)) < 0.01,
    'the same estimate, an hour apart',
  );
  t.equal(hourApart.roundTripP95Ms?.toFixed(6), sameHour.roundTripP95Ms?.toFixed(6));
});

t.test('applies drift only when it is significant', async (t) => {
  const random = seededRandom(3);
  const clock = driftingClock(5e6, 50);
  const estimator = new ClockEstimator();
  estimator.addBurst(burst(clock, NETWORKS.mobile, random, 0));
  t.equal(appliedDriftPpm(estimator), 0, 'not after one burst');
  estimator.addBurst(burst(clock, NETWORKS.mobile, random, INTERVAL_US));
  t.equal(appliedDriftPpm(estimator), 0, 'not after two jittery bursts');
  for (let index = 2; index < 60; index += 1) {
    estimator.addBurst(burst(clock, NETWORKS.mobile, random, index * INTERVAL_US));
  }
  t.ok(Math.abs(appliedDriftPpm(estimator) - 50) < 8, `after ten minutes: ${appliedDriftPpm(estimator)} ppm`);
});

t.test('applies no drift to a clock without drift', async (t) => {
  const random = seededRandom(4);
  let applied = 0;
  for (let run = 0; run < 50; run += 1) {
    const estimator = new ClockEstimator();
    for (let index = 0; index < 10; index += 1) {
      estimator.addBurst(burst(driftingClock(0, 0), NETWORKS.wan, random, index * INTERVAL_US));
    }
    if (appliedDriftPpm(estimator) !== 0) applied += 1;
  }
  t.ok(applied <= 6, `${applied} of 50 runs, about 2 are expected`);
});

t.test('restarts the estimate when the clock steps', async (t) => {
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

t.test('changes the estimate little for a burst that waited in a queue', async (t) => {
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

t.test('forgets old round trips in the p95', async (t) => {
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

t.test('converts to the reference and back, for any offset and drift', async () => {
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

t.test('states an uncertainty that covers the true error', async (t) => {
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

t.test('keeps the time when the reference is replaced by one at a known distance', async (t) => {
  const estimator = new ClockEstimator();
  const probes = (localUs: number, offsetUs: number, outUs = 2000) =>
    Array.from({ length: 8 }, (_, index) => {
      const sendUs = localUs + index * 15_000;
      const referenceUs = microseconds(sendUs + outUs + offsetUs);
      return {
        localSendUs: microseconds(sendUs),
        referenceReceiveUs: referenceUs,
        referenceSendUs: referenceUs,
        localReceiveUs: microseconds(sendUs + outUs + 2000),
      };
    });
  for (let round = 0; round < 10; round += 1) estimator.addBurst(probes(round * 10_000_000, 7_000_000));
  const nowUs = microseconds(100_000_000);
  estimator.replaceReference(nowUs, 5_000_000);
  t.equal(estimator.synchronised, true);
  t.ok(Math.abs(estimator.toReference(nowUs) - 112_000_000) < 10);
  // The new server is busy: every probe of its first burst waits for a second, which looks like half a second of offset.
  estimator.addBurst(probes(100_000_000, 12_000_000, 1_002_000));
  t.ok(Math.abs(estimator.toReference(nowUs) - 112_000_000) < 100);
  estimator.addBurst(probes(101_000_000, 12_000_300));
  t.ok(
    Math.abs(estimator.toReference(nowUs) - 112_000_300) < 50,
    'an error of the distance is soon corrected',
  );
  estimator.addBurst(probes(110_000_000, 20_000_000));
  t.ok(Math.abs(estimator.toReference(nowUs) - 120_000_000) < 50, 'and so is a wrong one');
});

t.test('gives up the time when the distance to the new reference is not known', async (t) => {
  const estimator = new ClockEstimator();
  const [local, reference] = [microseconds(1000), microseconds(5000)];
  const sample = {
    localSendUs: local,
    referenceReceiveUs: reference,
    referenceSendUs: reference,
    localReceiveUs: local,
  };
  estimator.replaceReference(local, 5_000_000);
  t.equal(estimator.synchronised, false, 'there was no time before');
  estimator.addBurst([sample, sample]);
  estimator.addProbe(sample);
  estimator.replaceReference(local);
  t.equal(estimator.synchronised, false);
  t.equal(estimator.completeBurst(), undefined, 'an answer of the old reference does not count');
  t.not(estimator.roundTripP95Ms, undefined, 'the network is the same');
});

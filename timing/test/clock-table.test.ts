import t from 'tap';
import { percentile } from '../src/index.ts';
import { NETWORKS, seededRandom, simulateClock } from '../simulation.ts';

/** Milliseconds, the 99th percentile over the runs: after the first burst, and after five minutes. */
const TARGETS = { lan: [0.6, 0.1], wan: [3, 0.5], mobile: [12, 2] } as const;
const RUNS = 800;
const FIVE_MINUTES_OF_BURSTS = 30;

for (const [name, [firstMs, lastMs]] of Object.entries(TARGETS)) {
  t.test(`keeps the p99 of the clock error below the target, ${name}`, async (t) => {
    const random = seededRandom(2026);
    const network = NETWORKS[name as keyof typeof TARGETS];
    const runs = Array.from({ length: RUNS }, () => simulateClock(network, random, FIVE_MINUTES_OF_BURSTS));
    const first = percentile(
      runs.map((run) => run.firstErrorMs),
      0.99,
    );
    const last = percentile(
      runs.map((run) => run.lastErrorMs),
      0.99,
    );
    t.ok(first <= firstMs, `first burst: ${first.toFixed(3)} ms, at most ${firstMs}`);
    t.ok(last <= lastMs, `five minutes: ${last.toFixed(3)} ms, at most ${lastMs}`);
    t.ok(
      runs.every((run) => run.estimator.steps === 0),
      'no step is found in jitter',
    );
  });
}

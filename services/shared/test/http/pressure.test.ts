import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import { waitFor } from '../../test-kit/index.ts';
import { asked, build, problem } from './fixture.ts';

const SAMPLE_MS = 5_000;

async function block(ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end);
  await turn();
}

void t.test('one long pause of the event loop refuses no request', async (t) => {
  const app = await build(t, {}, () => undefined);
  await block(SAMPLE_MS - 1_000);
  // Quick turns until the sample is taken, and beyond.
  const begun = performance.now();
  const statuses = new Set<number>();
  await waitFor('the sample', async () => {
    statuses.add((await app.inject('/openapi.json')).statusCode);
    return performance.now() - begun > 2_000;
  });
  t.strictSame([...statuses], [200]);
});

void t.test(
  'while the event loop is slow, requests are refused at once and probes are answered',
  async (t) => {
    const app = await build(t, {}, () => undefined);
    t.equal((await app.inject('/openapi.json')).statusCode, 200);
    // Every turn takes longer than the limit, for long enough that one whole sample has no other turns.
    for (const begun = performance.now(); performance.now() - begun < 2 * SAMPLE_MS + 2_000;)
      await block(1_300);
    const refused = await app.inject({ url: '/openapi.json', headers: asked });
    t.equal(refused.headers['retry-after'], '5');
    t.strictSame(
      refused.json(),
      problem(503, 'UNAVAILABLE', 'The service cannot answer at the moment', '/openapi.json'),
    );
    t.equal((await app.inject('/healthz')).statusCode, 200);
    t.equal((await app.inject('/readyz')).statusCode, 200);
  },
);

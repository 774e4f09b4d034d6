import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import { asked, build, problem } from './fixture.ts';

const BLOCK_MS = 2_800;

function block(): void {
  const end = performance.now() + BLOCK_MS;
  while (performance.now() < end);
}

void t.test(
  'while the event loop crawls, requests are refused at once and probes are answered',
  async (t) => {
    const app = await build(t, {}, () => undefined);
    t.equal((await app.inject('/openapi.json')).statusCode, 200);
    // A loop of which every turn takes longer than the limit, for long enough to be sampled.
    for (let round = 0; round < 4; round += 1) {
      block();
      await turn();
    }
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

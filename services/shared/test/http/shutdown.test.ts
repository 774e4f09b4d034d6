import { connect } from 'node:net';
import { once } from 'node:events';
import { Agent, type ClientRequest, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { reached, waitFor } from '../../test-kit/index.ts';
import { build, config, listen, logged, problems } from './fixture.ts';

const getSlow = {
  method: 'GET',
  url: '/slow',
  config: { operationId: 'getSlow', security: [] },
  schema: { operationId: 'getSlow', response: { 200: Type.Object({ done: Type.Boolean() }), ...problems } },
} as const;

function gate() {
  const { promise, resolve } = Promise.withResolvers<true>();
  return { promise, open: () => resolve(true) };
}

/** The body of the answer, read to its end. */
async function answerTo(request: ClientRequest): Promise<string> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return text(response);
}

async function slow(t: Test, { limitMs = 2_000, endless = false } = {}) {
  const started = gate();
  const finish = gate();
  const order: string[] = [];
  const log = logged();
  const app = await build(
    t,
    { getSlow },
    (api) => {
      api.addHook('onClose', async () => void order.push('connections'));
      api.route({
        ...getSlow,
        handler: async () => {
          started.open();
          await finish.promise;
          order.push('request');
          return { done: true };
        },
      });
      api.atShutdown('workers', 'relay', async () => void order.push('workers'));
      api.atShutdown('sockets', 'listeners', async () => {
        order.push('sockets');
        if (!endless) finish.open();
      });
    },
    { config: { ...config, SHUTDOWN_TIMEOUT_MS: limitMs }, logger: log.logger },
  );
  return { app, started, finish, order, log };
}

void t.test('closing finishes running requests, and stops everything in order', async (t) => {
  const { app, started, order } = await slow(t);
  const { url } = await listen(app);
  const answer = fetch(`${url}/slow`);
  await reached('the handler began', started.promise, answer);
  await app.close();
  t.strictSame(await (await answer).json(), { done: true });
  t.strictSame(order, ['sockets', 'request', 'workers', 'connections']);
  await t.rejects(fetch(`${url}/healthz`), 'the port is closed');
});

void t.test(
  'a request on an open connection is answered while closing, and the connection ends',
  async (t) => {
    const { app, finish } = await slow(t);
    const { url, port } = await listen(app);
    const agent = new Agent({ keepAlive: true });
    await answerTo(get(`${url}/healthz`, { agent }));

    const late = connect(port, '127.0.0.1');
    await once(late, 'connect');
    late.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
    const closing = gate();
    app.atShutdown('sockets', 'second', async () => closing.open());
    const closed = app.close();
    await reached('the sockets were told', closing.promise, closed);
    finish.open();
    const answer = await text(late);
    t.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
    t.match(answer, /connection: close/i);
    await closed;
  },
);

void t.test('a step that hangs or fails is logged, and the shutdown goes on', async (t) => {
  const { app, order, log } = await slow(t, { limitMs: 500 });
  app.atShutdown('sockets', 'deaf socket', () => new Promise(() => undefined));
  app.atShutdown('workers', 'broken consumer', async () => {
    throw new Error('broker away');
  });
  await listen(app);
  const begun = performance.now();
  await app.close();
  t.ok(performance.now() - begun < 2_000);
  t.strictSame(order, ['sockets', 'workers', 'connections']);
  const failures = log.lines
    .filter(({ msg }) => msg === 'could not stop in order')
    .map(({ phase, err }) => [phase, (err as { message: string }).message]);
  // The phase of the sockets ends at 0.35 of the limit; how much of that is left depends on the phase before it.
  const [, limitMs = ''] = /(\d+) ms$/.exec(failures[0]?.[1]?.toString() ?? '') ?? [];
  t.ok(limitMs !== '' && Number(limitMs) <= 175, `${limitMs} ms`);
  t.strictSame(failures, [
    ['sockets', `sockets: deaf socket took longer than ${limitMs} ms`],
    ['workers', 'broker away'],
  ]);
});

void t.test('a request that never ends does not hold up the shutdown', async (t) => {
  const { app, started, order, finish } = await slow(t, { limitMs: 300, endless: true });
  const { url } = await listen(app);
  const answer = fetch(`${url}/slow`).catch(() => 'cut off');
  await reached('the handler began', started.promise, answer);
  await app.close();
  t.equal(await answer, 'cut off');
  t.strictSame(order, ['sockets', 'workers', 'connections']);
  finish.open();
});

void t.test('under load every request is answered, or its connection refused', async (t) => {
  const { app, finish } = await slow(t, { limitMs: 9_000 });
  const { url } = await listen(app);
  finish.open();
  const outcomes = { answered: 0, refused: 0, broken: [] as string[] };
  let stopped = false;
  const client = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!stopped) {
      try {
        await answerTo(get(`${url}/slow`, { agent }));
        outcomes.answered += 1;
      } catch (error) {
        const { code } = error as { code: string };
        if (code !== 'ECONNREFUSED') outcomes.broken.push(code);
        outcomes.refused += 1;
        stopped = true;
      }
    }
    agent.destroy();
  };
  const clients = Array.from({ length: 20 }, client);
  await waitFor('the load', () => outcomes.answered > 200);
  await app.close();
  stopped = true;
  await Promise.all(clients);
  t.strictSame(outcomes.broken, []);
});

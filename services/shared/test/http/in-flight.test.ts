import { PassThrough } from 'node:stream';
import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { waitFor } from '../../test-kit/index.ts';
import { build, listen, logged, problem, problems } from './fixture.ts';
import { rawClient } from './raw-client.ts';

const getTurn = {
  method: 'GET',
  url: '/turn',
  config: { operationId: 'getTurn', security: [] },
  schema: { operationId: 'getTurn', response: { 200: Type.Object({ turn: Type.Integer() }), ...problems } },
} as const;

const LIMIT = 32;

/** Each answer waits until `go` is called. */
async function turns(t: Test) {
  const log = logged();
  const gate = Promise.withResolvers<true>();
  const served = { count: 0 };
  const app = await build(
    t,
    { getTurn },
    (api) => {
      api.route({
        ...getTurn,
        handler: async () => {
          served.count += 1;
          const turn = served.count;
          await gate.promise;
          return { turn };
        },
      });
    },
    { logger: log.logger },
  );
  const { port, url } = await listen(app);
  return { ...rawClient(t, port), url, served, log, go: () => gate.resolve(true) };
}

const ask = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\nx-request-id: request-1\r\n\r\n`;

const statuses = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

for (const [name, path, then] of [
  ['', '/turn', ''],
  [' whose address cannot be decoded', '/%%zz', ''],
  [', and nonsense after it', '/turn', 'nonsense\r\n\r\n'],
] as const) {
  void t.test(`the 33rd request that waits on a connection${name} is 429 and its end`, async (t) => {
    const { socket, seen, url, served, log, go } = await turns(t);
    socket.write(ask('/turn').repeat(LIMIT) + ask(path) + ask('/turn').repeat(1_000));
    await waitFor('the requests', () => served.count === LIMIT);
    t.equal((await fetch(`${url}/healthz`)).status, 200, 'other connections are served');
    socket.write(ask('/turn') + then);
    go();
    await waitFor('the server to hang up', () => seen.isClosed);
    t.equal(seen.error, '');
    t.strictSame(statuses(seen.text), [...Array.from({ length: LIMIT }, () => 200), 429]);
    const [head = '', body = ''] = seen.text.slice(seen.text.indexOf('HTTP/1.1 429')).split('\r\n\r\n');
    t.match(head, /\r\nconnection: close/i);
    t.match(head, /\r\nretry-after: 1\r\n/i);
    t.strictSame(
      JSON.parse(body),
      problem(429, 'RATE_LIMITED', 'Too many requests', path, {
        detail: 'At most 32 requests may wait on one connection',
      }),
    );
    t.equal(served.count, LIMIT);
    t.notMatch(log.text(), /no HTTP request/);
  });
}

void t.test('a connection serves any number of requests, as many at once as may wait', async (t) => {
  const { socket, seen, go } = await turns(t);
  go();
  for (let round = 1; round <= 3; round += 1) {
    socket.write(ask('/turn').repeat(LIMIT));
    await waitFor('the answers', () => seen.text.includes(`{"turn":${round * LIMIT}}`));
  }
  t.strictSame(
    statuses(seen.text),
    Array.from({ length: 3 * LIMIT }, () => 200),
  );
  t.equal(seen.isClosed, false);
});

void t.test('nonsense behind requests is answered in its turn, after theirs', async (t) => {
  const { socket, seen, served, go } = await turns(t);
  socket.write(`${ask('/turn').repeat(5)}nonsense\r\n\r\n`);
  await waitFor('the requests', () => served.count === 5);
  t.equal(seen.text, '');
  go();
  await waitFor('the server to hang up', () => seen.isClosed);
  t.strictSame(statuses(seen.text), [200, 200, 200, 200, 200, 400]);
});

const getSound = {
  method: 'GET',
  url: '/sound',
  config: { operationId: 'getSound', security: [] },
  schema: { operationId: 'getSound', response: { 200: Type.Unsafe<PassThrough>({}), ...problems } },
} as const;

void t.test(
  'nonsense in the middle of an answer ends the connection, and is no part of that answer',
  async (t) => {
    const app = await build(t, { getSound }, (api) => {
      api.route({
        ...getSound,
        handler: async (_request, reply) => {
          // As an audio file whose reader is slow: begun, and never at its end.
          reply.raw.on('error', () => undefined);
          const sound = new PassThrough();
          sound.write('sound '.repeat(10_000));
          return reply.header('content-length', 1_000_000).type('audio/mpeg').send(sound);
        },
      });
    });
    const { socket, seen } = rawClient(t, (await listen(app)).port);
    socket.write(ask('/sound'));
    await waitFor('a part of the answer', () => seen.text.includes('sound sound'));
    socket.write('nonsense\r\n\r\n');
    await waitFor('the end', () => seen.isClosed || seen.error !== '', { timeoutMs: 15_000 });
    t.strictSame(statuses(seen.text), [200]);
  },
);

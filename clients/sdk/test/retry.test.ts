// What is sent again after a failure, and what is not.
import t from 'tap';
import { Downbeat, DownbeatError, type Hooks } from '../src/index.ts';
import { problem, service, type Reply } from './kit/service.ts';

const page = { status: 200, json: { items: [], nextCursor: null } };
const soon = { 'retry-after': '0' };

/** A client of a service that gives these answers in turn, and then the last of them. */
async function clientOf(t: Parameters<typeof service>[0], replies: Reply[], hooks: Hooks = {}) {
  const { url, sent } = await service(t, () => replies[Math.min(sent.length, replies.length) - 1] ?? page);
  const options = { authUrl: url, musicUrl: url, notificationUrl: url, hooks };
  return { client: new Downbeat(options), sent };
}

async function errorOf(call: Promise<unknown>): Promise<DownbeatError | null> {
  return call.then(
    () => null,
    (error: unknown) => error as DownbeatError,
  );
}

for (const status of [408, 429, 500, 502, 503]) {
  await t.test(`sends a GET again after ${status}`, async (t) => {
    const failure = { ...problem(status, 'PASSING'), headers: soon };
    const { client, sent } = await clientOf(t, [failure, failure, page]);
    t.strictSame(await client.auth.getHealth(), page.json);
    t.equal(sent.length, 3);
  });
}

await t.test('sends a GET again after a cut connection', async (t) => {
  const { client, sent } = await clientOf(t, ['hang up', page]);
  t.strictSame(await client.auth.getHealth(), page.json);
  t.equal(sent.length, 2);
});

await t.test('gives up after two retries, or as many as were asked for', async (t) => {
  const failure = { ...problem(503, 'UNAVAILABLE'), headers: soon };
  const { client, sent } = await clientOf(t, [failure]);
  t.match(await errorOf(client.auth.getHealth()), { code: 'UNAVAILABLE', status: 503, retryAfterMs: 0 });
  t.equal(sent.length, 3);
  await errorOf(client.auth.getHealth({ maxRetries: 0 }));
  t.equal(sent.length, 4);
});

await t.test('never sends a POST twice, whose first try may have taken effect', async (t) => {
  const login = { email: 'ada@example.org', password: 'correct horse' };
  for (const failure of ['hang up', { ...problem(503, 'UNAVAILABLE'), headers: soon }] as Reply[]) {
    const { client, sent } = await clientOf(t, [failure]);
    t.ok(await errorOf(client.auth.login(login)));
    t.equal(sent.length, 1);
  }
});

await t.test(
  'sends If-Match, and does not send it again: what it named may have changed by it',
  async (t) => {
    const { client, sent } = await clientOf(t, ['hang up']);
    const tag = '"5a2f6b1c4d3e.7"';
    t.ok(await errorOf(client.music.deletePlaylist({ playlistId: 'p-1' }, { ifMatch: tag })));
    t.match(sent, [{ method: 'DELETE', headers: { 'if-match': tag } }]);
    t.equal(sent.length, 1);
  },
);

await t.test('sends what creates something again with the same key, which the service knows', async (t) => {
  const made = { status: 201, json: { id: 'p-1' } };
  const busy = { ...problem(409, 'IDEMPOTENCY_KEY_IN_USE'), headers: soon };
  const { client, sent } = await clientOf(t, ['hang up', busy, made]);
  t.match(await client.music.createPlaylist({ name: 'Evening' }), { id: 'p-1' });
  const keys = sent.map(({ headers }) => headers['idempotency-key']);
  t.match(keys[0], /^[0-9a-f]{32}$/);
  t.strictSame(keys, [keys[0], keys[0], keys[0]]);
  await client.music.createPlaylist({ name: 'Evening' });
  t.not(sent[3]?.headers['idempotency-key'], keys[0]);
  await client.music.createPlaylist({ name: 'Evening' }, { idempotencyKey: 'import-7' });
  t.equal(sent[4]?.headers['idempotency-key'], 'import-7');
  await client.music.addPlaylistItem({ playlistId: 'p-1', trackId: 't-1' }, { ifMatch: '"a"' });
  t.match(sent[5]?.headers, { 'if-match': '"a"', 'idempotency-key': /./ });
});

await t.test('sends nothing again that was refused for good', async (t) => {
  for (const status of [400, 401, 403, 404, 409, 413]) {
    const { client, sent } = await clientOf(t, [problem(status, 'FINAL')]);
    t.match(await errorOf(client.auth.getHealth()), { code: 'FINAL', status });
    t.equal(sent.length, 1);
  }
});

await t.test('gives the error through when the service wants a longer pause', async (t) => {
  const { client, sent } = await clientOf(t, [
    { ...problem(429, 'RATE_LIMITED'), headers: { 'retry-after': '60' } },
  ]);
  t.match(await errorOf(client.auth.getHealth()), { code: 'RATE_LIMITED', retryAfterMs: 60_000 });
  t.equal(sent.length, 1);
});

await t.test(
  'counts pauses against the time limit of the call, and ends them when it is aborted',
  async (t) => {
    const failure = { ...problem(503, 'UNAVAILABLE'), headers: { 'retry-after': '5' } };
    const { client, sent } = await clientOf(t, [failure]);
    t.equal((await errorOf(client.auth.getHealth({ timeoutMs: 2_000 })))?.code, 'TIMEOUT');
    const abort = new AbortController();
    const hooks: Hooks = { onError: () => abort.abort('left') };
    const other = await clientOf(t, [failure], hooks);
    t.equal((await errorOf(other.client.auth.getHealth({ signal: abort.signal })))?.code, 'ABORTED');
    t.equal(sent.length + other.sent.length, 2);
  },
);

await t.test('tells the hooks of every try, and lets them add headers', async (t) => {
  const seen: string[] = [];
  const hooks: Hooks = {
    onRequest: ({ operationId, attempt, headers }) => {
      headers.set('x-correlation-id', 'trace-0001');
      seen.push(`request ${operationId} ${attempt}`);
    },
    onResponse: ({ response, requestId }) => seen.push(`response ${response.status} ${requestId}`),
    onError: ({ error, retryInMs }) => seen.push(`error ${error.code} ${retryInMs}`),
  };
  const failure = { ...problem(503, 'UNAVAILABLE'), headers: { ...soon, 'x-request-id': 'r-1' } };
  const { client, sent } = await clientOf(t, [failure, page], hooks);
  await client.auth.getHealth();
  t.strictSame(seen, [
    'request getHealth 0',
    'response 503 r-1',
    'error UNAVAILABLE 0',
    'request getHealth 1',
    'response 200 null',
  ]);
  t.equal(sent[1]?.correlationId, 'trace-0001');
});

await t.test('writes a debug line for each answer and each failure, without query', async (t) => {
  const { url, sent } = await service(t, () => (sent.length === 1 ? 'hang up' : page));
  const lines: string[] = [];
  const client = new Downbeat({ authUrl: url, debug: (line) => void lines.push(line) });
  await client.auth.getHealth();
  t.match(lines, [
    /^downbeat getHealth: GET http:\/\/127\.0\.0\.1:\d+\/healthz NETWORK_ERROR, again in \d+ ms$/,
    /^downbeat getHealth: GET http:\/\/127\.0\.0\.1:\d+\/healthz \(try 2\) 200 in \d+ ms, request null$/,
  ]);
});

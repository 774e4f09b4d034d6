// Calls against a real server that fails in many ways.
import t from 'tap';
import { Downbeat, DownbeatError } from '../src/index.ts';
import { problem, service, tokens, type Answer } from './kit/service.ts';
import { within } from './kit/within.ts';

const login = { email: 'ada@example.org', password: 'correct horse' };

async function codeOf(call: Promise<unknown>): Promise<string | null> {
  return call.then(
    () => null,
    (error: unknown) => (error instanceof DownbeatError ? String(error.code) : String(error)),
  );
}

async function clientOf(t: Parameters<typeof service>[0], answer: Answer | (() => Promise<Answer>)) {
  const { url, sent } = await service(t, () => (typeof answer === 'function' ? answer() : answer));
  return { client: new Downbeat({ authUrl: url, musicUrl: `${url}/`, timeoutMs: 30_000 }), sent };
}

await t.test('turns a problem document into a typed error', async (t) => {
  const { client } = await clientOf(t, problem(401, 'INVALID_CREDENTIALS'));
  const result = await client.auth.login(login).result();
  if (result.ok) return void t.fail('must be refused');
  t.equal(result.code, 'INVALID_CREDENTIALS');
  t.match(result.error, { status: 401, requestId: 'request-1', problem: { code: 'INVALID_CREDENTIALS' } });
});

await t.test('names the first three refused fields in its message', async (t) => {
  const errors = ['email', 'role', 'name', 'colour'].map((field) => ({
    field,
    message: 'is wrong',
    in: 'body',
  }));
  const { client } = await clientOf(t, problem(400, 'VALIDATION_FAILED', { errors }));
  await t.rejects(client.auth.login(login), {
    message: 'VALIDATION_FAILED: email is wrong, role is wrong, name is wrong',
    errors,
  });
  const detail = 'In a word';
  const other = await clientOf(t, problem(400, 'VALIDATION_FAILED', { detail, errors }));
  await t.rejects(other.client.auth.login(login), { message: 'VALIDATION_FAILED: In a word', errors });
});

await t.test('leaves no unhandled rejection behind a withResponse() whose error is caught', async (t) => {
  const { client } = await clientOf(t, problem(401, 'INVALID_CREDENTIALS'));
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  t.teardown(() => process.off('unhandledRejection', note));
  t.equal(await codeOf(client.auth.login(login).withResponse()), 'INVALID_CREDENTIALS');
  // Node reports one after the microtasks.
  await new Promise((resolve) => setImmediate(resolve));
  t.same(unhandled, []);
});

await t.test('keeps the code of a problem that this client does not know', async (t) => {
  const { client } = await clientOf(t, problem(418, 'SOMETHING_NEW'));
  const result = await client.auth.login(login).result();
  if (result.ok) return void t.fail('must be refused');
  t.equal(result.code, 'SOMETHING_NEW');
  t.match(result.error, { status: 418, message: 'SOMETHING_NEW', problem: { title: 'SOMETHING_NEW' } });
});

await t.test('reports an error that is no problem document as UNEXPECTED_RESPONSE', async (t) => {
  const { client } = await clientOf(t, { status: 502, text: '<h1>Bad gateway</h1>' });
  t.equal(await codeOf(client.auth.login(login)), 'UNEXPECTED_RESPONSE');
});

await t.test('takes an answer without a body only where the contract has none', async (t) => {
  const { client } = await clientOf(t, { status: 204 });
  t.same(await client.auth.logout().result(), { ok: true, data: undefined });
  const result = await client.auth.login(login).result();
  t.match(result, { ok: false, code: 'UNEXPECTED_RESPONSE', error: { status: 204 } });
});

await t.test('reports a success with broken JSON as UNEXPECTED_RESPONSE', async (t) => {
  const { client } = await clientOf(t, { status: 200, text: '{"tokenType":' });
  t.equal(await codeOf(client.auth.login(login)), 'UNEXPECTED_RESPONSE');
});

await t.test('reports a service that never answers as TIMEOUT, and an aborted call as ABORTED', async (t) => {
  const { client } = await clientOf(t, () => new Promise<Answer>(() => undefined));
  t.equal(await codeOf(client.auth.login(login, { timeoutMs: 20 })), 'TIMEOUT');
  t.equal(await codeOf(client.auth.login(login, { signal: AbortSignal.abort() })), 'ABORTED');
});

await t.test(
  'reports a call that is aborted after it was sent as ABORTED, and does not send it again',
  async (t) => {
    const asked = Promise.withResolvers<null>();
    const { client, sent } = await clientOf(t, () => {
      asked.resolve(null);
      return new Promise<Answer>(() => undefined);
    });
    const abort = new AbortController();
    const code = codeOf(client.auth.login(login, { signal: abort.signal }));
    await within('the call to arrive', asked.promise);
    abort.abort();
    t.equal(await within('the call to end', code), 'ABORTED');
    t.equal(sent.length, 1);
  },
);

await t.test('reports a cut connection and an unknown host as NETWORK_ERROR', async (t) => {
  const { url } = await service(t, () => 'hang up');
  t.equal(await codeOf(new Downbeat({ authUrl: url }).auth.login(login)), 'NETWORK_ERROR');
  const nowhere = new Downbeat({ authUrl: 'http://unknown.invalid' });
  t.equal(await codeOf(nowhere.auth.login(login)), 'NETWORK_ERROR');
});

await t.test('reports a closed port as NETWORK_ERROR', async (t) => {
  const client = new Downbeat({ authUrl: 'http://127.0.0.1:9' });
  t.equal(await codeOf(client.auth.login(login)), 'NETWORK_ERROR');
});

await t.test('refuses a path parameter that would lead to another operation', async (t) => {
  const { client, sent } = await clientOf(t, { status: 200, json: {} });
  for (const trackId of ['', '.', '..']) {
    t.match(await codeOf(client.music.getTrack({ trackId })), /TypeError: trackId/);
  }
  await client.music.getTrack({ trackId: 'a/../b?c' });
  t.equal(sent.length, 1);
  t.match(sent[0]?.url, /a%2F\.\.%2Fb%3Fc$/);
});

await t.test('sends no value and keeps every default for an option that is given as undefined', async (t) => {
  const answers = [tokens('1'), { status: 200, json: { items: [], nextCursor: null } }];
  const { client, sent } = await clientOf(t, async () => answers[sent.length - 1]!);
  await client.auth.register({ ...login, displayName: 'Ada', role: undefined });
  await client.music.listTracks({ q: undefined, limit: 5 }, { timeoutMs: undefined, signal: undefined });
  t.same(JSON.parse(sent[0]!.body), { ...login, displayName: 'Ada' });
  t.equal(sent[1]!.url, '/api/music/get?limit=5');
});

await t.test('refuses a URL that no call could be sent to, by the name of its option', async (t) => {
  const wrong = [
    '',
    'localhost:4000',
    '//localhost:4000',
    '/auth',
    'ws://localhost:4000',
    'http://',
    'http://localhost:99999',
    'http://localhost:4000?x=1',
    'http://ada:secret@localhost:4000',
    ' http://localhost:4000 ',
    'http://localhost:4000/api/music',
    'http://localhost:4000/api/music/',
  ];
  for (const musicUrl of wrong) {
    const given = musicUrl.replace(/\/+$/, '');
    const message = `musicUrl must be 'https://host/path' without /api, not '${given}'`;
    t.throws(() => new Downbeat({ musicUrl }), new TypeError(message), musicUrl);
  }
  t.throws(() => new Downbeat({ authUrl: 'https://host/api/auth' }), /^authUrl must be .* without \/api/);
  t.throws(() => new Downbeat({ notificationUrl: 'host' }), /^notificationUrl must be/);
  const { musicUrl } = { musicUrl: 'https://host.example/some/api//' };
  t.equal(new Downbeat({ musicUrl }).mediaUrl('/x'), 'https://host.example/some/api/x');
  t.ok(new Downbeat({ musicUrl: 'http://[::1]:4001' }));
});

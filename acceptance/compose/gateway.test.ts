// The gateway answers errors of its own as problems, and a service that leaves and returns does not affect the others.
// Needs the docker compose project in COMPOSE_PROJECT_NAME (`make test-compose`).
import { once } from 'node:events';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { docsSecurityPolicy, pageHeaders } from '@downbeat/deploy/page-headers';
import { poll } from '@downbeat/deploy/poll';
import { getOk } from '@downbeat/deploy/probes';
import t, { type Test } from 'tap';
import { compose, containersOf, docker, ipOf, outwardNetwork } from '../system/compose.ts';
import { plainProblem, problem, problemOf, type PlainProblem } from '../system/http.ts';
import { systemUnderTest } from '../system/start.ts';

const system = await systemUnderTest(t);
const login = '/api/auth/login';

await t.test('answers a too large body with a 413 problem', async (t) => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: 'x'.repeat(70 * 1024),
  };
  t.strictSame(
    await problemOf(system.authUrl + login, init),
    problem('BODY_TOO_LARGE', 413, 'The body is too large', login),
  );
});

/** Sends auth's port a request that `fetch` cannot make. */
async function ask(options: RequestOptions): Promise<PlainProblem> {
  const { hostname, port } = new URL(system.authUrl);
  const asked = request({ hostname, port, path: login, signal: AbortSignal.timeout(30_000), ...options });
  const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage];
  return plainProblem(answer);
}

await t.test('answers malformed requests with the same problems as the services', async (t) => {
  const [large, path] = ['x'.repeat(20_000), `${login}?ticket=secret`];
  const misread = 'The request cannot be understood';
  // The gateway does not repeat a URL that it could not parse.
  for (const [name, options, wanted] of [
    ['a malformed URL', { path: '/%zz' }, problem('BAD_REQUEST', 400, misread, '/')],
    ['no Host', { path, setHost: false }, problem('BAD_REQUEST', 400, misread, login)],
    [
      'a URL of 20 kB',
      { path: `${login}?x=${large}` },
      problem('URI_TOO_LONG', 414, 'The address is too long', '/'),
    ],
    [
      'a header of 20 kB',
      { path, headers: { 'x-large': large } },
      problem('HEADERS_TOO_LARGE', 431, 'The headers are too large', login),
    ],
    [
      'TRACE',
      { path, method: 'TRACE' },
      problem('NOT_IMPLEMENTED', 501, 'This method is not served here', login),
    ],
  ] as const) {
    t.strictSame(await ask(options), wanted, name);
  }
});

await t.test(
  'serves the page with the same headers as the local page server, also for missing files',
  async (t) => {
    const { authUrl, musicUrl, notificationUrl } = system;
    const wanted = pageHeaders({ authUrl, musicUrl, notificationUrl });
    for (const [path, status] of [
      ['/', 200],
      ['/config.json', 200],
      ['/icon.svg', 200],
      ['/assets/none.js', 404],
      ['/nothing', 404],
    ] as const) {
      const answer = await fetch(system.webUrl + path);
      t.equal(answer.status, status, path);
      t.match(Object.fromEntries(answer.headers), wanted);
    }
    for (const [path, status] of [
      ['/docs', 200],
      ['/docs/listeners', 200],
      ['/docs/listeners.html', 200],
      ['/docs/nothing.html', 404],
    ] as const) {
      const answer = await fetch(system.webUrl + path);
      t.equal(answer.status, status, path);
      t.match(Object.fromEntries(answer.headers), {
        ...wanted,
        'content-security-policy': docsSecurityPolicy,
      });
      const page = await answer.text();
      t.match(page, ' | Downbeat</title>');
      // The image has the pages only compressed.
      const plain = await fetch(system.webUrl + path, { headers: { 'accept-encoding': 'identity' } });
      t.equal(plain.headers.get('content-encoding'), null);
      t.equal(await plain.text(), page);
    }
  },
);

/** The other services answer while auth is away. */
async function othersServe(): Promise<void> {
  for (const url of [`${system.musicUrl}/readyz`, `${system.notificationUrl}/readyz`, system.webUrl])
    await getOk(url);
}

const backWithinMs = 15_000;

await t.test('answers with a 504 problem when a service does not respond', async (t) => {
  await compose('pause', 'auth');
  let paused = true;
  const unpause = async (): Promise<void> => {
    if (paused) await compose('unpause', 'auth');
    paused = false;
  };
  t.teardown(unpause);
  const began = performance.now();
  const late = problemOf(`${system.authUrl}${login}?ticket=secret`);
  await othersServe();
  t.strictSame(await late, problem('TIMEOUT', 504, 'The answer took too long', login));
  const tookMs = performance.now() - began;
  t.ok(tookMs > 5_000 && tookMs < 15_000, `it waited longer than a service may take: ${tookMs} ms`);
  await unpause();
  await poll(() => getOk(`${system.authUrl}/readyz`), { withinMs: backWithinMs, what: 'auth, unpaused,' });
});

/** Starts another container on an IP that a service has just left. */
async function occupy(t: Test, ip: string): Promise<void> {
  const run = ['run', '--detach', '--rm', '--init', '--network', outwardNetwork];
  // Docker assigns the lowest free IP.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const container = await docker(...run, 'node:24-bookworm-slim', 'sleep', '600');
    t.teardown(() => docker('rm', '--force', container));
    if ((await ipOf(container)) === ip) return;
  }
  throw new Error(`${ip} was not assigned`);
}

const gatewayStarted = async (): Promise<string> =>
  docker('inspect', '--format', '{{.State.StartedAt}}', (await containersOf('gateway'))[0]!);

await t.test(
  'answers with a 502 problem when a service is away, and finds it again at another IP',
  async (t) => {
    const started = await gatewayStarted();
    const before = await ipOf((await containersOf('auth'))[0]!);
    await compose('rm', '--stop', '--force', 'auth');
    // For a moment the gateway still uses the old IP, where the connection times out.
    const unavailable = async (): Promise<PlainProblem> => {
      const answer = await problemOf(`${system.authUrl}/healthz?ticket=secret`);
      if (answer.status === 504) throw new Error('the old IP is still used');
      return answer;
    };
    t.strictSame(
      await poll(unavailable, { withinMs: backWithinMs, what: 'the 502' }),
      problem('UNAVAILABLE', 502, 'The service cannot answer at the moment', '/healthz'),
    );
    await othersServe();

    await occupy(t, before);
    await compose('up', '--detach', '--no-build', '--no-deps', '--wait', 'auth');
    const after = await ipOf((await containersOf('auth'))[0]!);
    t.not(after, before, 'it has another IP');
    await poll(() => getOk(`${system.authUrl}/readyz`), { withinMs: backWithinMs, what: `auth at ${after}` });
    t.equal(await gatewayStarted(), started, 'the gateway is the same as before');
  },
);

await t.test('music scales down to one and up to three instances behind the same port', async (t) => {
  for (const replicas of [1, 3]) {
    await compose('up', '-d', '--no-build', '--no-recreate', '--wait', '--scale', `music=${replicas}`);
    t.equal((await containersOf('music')).length, replicas);
    await poll(() => getOk(`${system.musicUrl}/readyz`), { withinMs: 30_000, what: `music at ${replicas}` });
  }
});

// What only the gateway can show: its own answers are problems, and one service goes and comes back without the others.
// Runs where COMPOSE_PROJECT_NAME says which run of docker compose is tried (`make test-compose`).
import { once } from 'node:events';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { pageHeaders } from '@downbeat/deploy/page-headers';
import { poll } from '@downbeat/deploy/poll';
import { getOk } from '@downbeat/deploy/probes';
import t, { type Test } from 'tap';
import { compose, composeProject, containersOf, docker } from '../system/compose.ts';
import { plainProblem, problem, problemOf, type PlainProblem } from '../system/http.ts';
import { systemUnderTest } from '../system/start.ts';

const system = await systemUnderTest(t);
const login = '/api/auth/login';

await t.test('a body that is too large is its own 413, as a problem', async (t) => {
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

/** Asks auth's port for what `fetch` would not ask for. */
async function ask(options: RequestOptions): Promise<PlainProblem> {
  const { hostname, port } = new URL(system.authUrl);
  const asked = request({ hostname, port, path: login, signal: AbortSignal.timeout(30_000), ...options });
  const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage];
  return plainProblem(answer);
}

await t.test('what reaches no service is refused in the words of the services', async (t) => {
  const [large, path] = ['x'.repeat(20_000), `${login}?ticket=secret`];
  const misread = 'The request cannot be understood';
  // An address that it could not read the gateway does not repeat.
  for (const [name, options, wanted] of [
    ['an address that is none', { path: '/%zz' }, problem('BAD_REQUEST', 400, misread, '/')],
    ['no Host', { path, setHost: false }, problem('BAD_REQUEST', 400, misread, login)],
    [
      'an address of 20 kB',
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
  'the page is served with the headers of its own server, also where there is nothing',
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
  },
);

/** The others serve whatever is the matter with auth. */
async function othersServe(): Promise<void> {
  for (const url of [`${system.musicUrl}/readyz`, `${system.notificationUrl}/readyz`, system.webUrl])
    await getOk(url);
}

const backWithinMs = 15_000;

await t.test('a service that takes a request and says nothing is its own 504, as a problem', async (t) => {
  await compose('pause', 'auth');
  let paused = true;
  const goOn = async (): Promise<void> => {
    if (paused) await compose('unpause', 'auth');
    paused = false;
  };
  t.teardown(goOn);
  const began = performance.now();
  // The gateway waits for 30 s.
  const late = problemOf(`${system.authUrl}${login}?ticket=secret`, { signal: AbortSignal.timeout(45_000) });
  await othersServe();
  t.strictSame(await late, problem('TIMEOUT', 504, 'The answer took too long', login));
  t.ok(performance.now() - began > 25_000, 'it was waited for');
  await goOn();
  await poll(() => getOk(`${system.authUrl}/readyz`), { withinMs: backWithinMs, what: 'auth, going on,' });
});

/** Where the gateway meets a service: their network is the outward one. */
async function addressOf(container: string): Promise<string> {
  const network = `${composeProject ?? ''}_outward`;
  const format = `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`;
  return docker('inspect', '--format', format, container);
}

/** Puts a stranger, who serves nobody, where somebody was. */
async function occupy(t: Test, address: string): Promise<void> {
  const run = ['run', '--detach', '--rm', '--init', '--network', `${composeProject ?? ''}_outward`];
  // Docker gives the lowest address that is free.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const stranger = await docker(...run, 'node:24-bookworm-slim', 'sleep', '600');
    t.teardown(() => docker('rm', '--force', stranger));
    if ((await addressOf(stranger)) === address) return;
  }
  throw new Error(`${address} is not given to anybody`);
}

const gatewayStarted = async (): Promise<string> =>
  docker('inspect', '--format', '{{.State.StartedAt}}', (await containersOf('gateway'))[0]!);

await t.test('a service that is away is its own 502, and found again at another address', async (t) => {
  const started = await gatewayStarted();
  const before = await addressOf((await containersOf('auth'))[0]!);
  await compose('rm', '--stop', '--force', 'auth');
  // For a moment the gateway still asks where it was, and nobody there says no.
  const unavailable = async (): Promise<PlainProblem> => {
    const answer = await problemOf(`${system.authUrl}/healthz?ticket=secret`);
    if (answer.status === 504) throw new Error('its old address is still asked');
    return answer;
  };
  t.strictSame(
    await poll(unavailable, { withinMs: backWithinMs, what: 'the 502' }),
    problem('UNAVAILABLE', 502, 'The service cannot answer at the moment', '/healthz'),
  );
  await othersServe();

  await occupy(t, before);
  await compose('up', '--detach', '--no-build', '--no-deps', '--wait', 'auth');
  const after = await addressOf((await containersOf('auth'))[0]!);
  t.not(after, before, 'it is elsewhere now');
  await poll(() => getOk(`${system.authUrl}/readyz`), { withinMs: backWithinMs, what: `auth at ${after}` });
  t.equal(await gatewayStarted(), started, 'the gateway is the same as before');
});

await t.test('music scales down to one and up to three behind the same port', async (t) => {
  for (const replicas of [1, 3]) {
    await compose('up', '-d', '--no-build', '--no-recreate', '--wait', '--scale', `music=${replicas}`);
    t.equal((await containersOf('music')).length, replicas);
    await poll(() => getOk(`${system.musicUrl}/readyz`), { withinMs: 30_000, what: `music at ${replicas}` });
  }
});

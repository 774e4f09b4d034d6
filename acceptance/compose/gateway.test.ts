// What only the gateway can show: its own answers are problems, and one service goes and comes back without the others.
// Runs where COMPOSE_PROJECT_NAME says which run of docker compose is tried (`make test-compose`).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { pageHeaders } from '@downbeat/deploy/page-headers';
import { poll } from '@downbeat/deploy/poll';
import { getOk } from '@downbeat/deploy/probes';
import t from 'tap';
import { plainProblem, problem, problemOf, type PlainProblem } from '../system/http.ts';
import { systemUnderTest } from '../system/start.ts';

const root = join(import.meta.dirname, '../..');
const system = await systemUnderTest(t);
const login = '/api/auth/login';

async function compose(...args: string[]): Promise<void> {
  const child = spawn('docker', ['compose', ...args], { cwd: root, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  t.equal(code, 0, `docker compose ${args.join(' ')}`);
}

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

await t.test('a service that is away is its own 502, as a problem; the others serve on', async (t) => {
  await compose('stop', 'auth');
  t.strictSame(
    await problemOf(`${system.authUrl}/healthz?ticket=secret`),
    problem('UNAVAILABLE', 502, 'The service cannot answer at the moment', '/healthz'),
  );
  await getOk(`${system.musicUrl}/readyz`);
  await getOk(`${system.notificationUrl}/readyz`);
  await getOk(system.webUrl);
});

await t.test('started again, it is found again, at whatever address it has now', async (t) => {
  await compose('start', 'auth');
  await poll(() => getOk(`${system.authUrl}/readyz`), { withinMs: 60_000, what: 'auth behind the gateway' });
  t.pass('auth is back');
});

await t.test('music scales down to one and up to three behind the same port', async (t) => {
  for (const replicas of [1, 3]) {
    await compose('up', '-d', '--no-build', '--no-recreate', '--wait', '--scale', `music=${replicas}`);
    await poll(() => getOk(`${system.musicUrl}/readyz`), { withinMs: 30_000, what: `music at ${replicas}` });
  }
  t.pass('music serves');
});

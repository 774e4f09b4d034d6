import t, { type Test } from 'tap';
import type { ReadinessCheck } from '@downbeat/shared/readiness';
import { asked, build, config, infrastructureOperations, problem } from './fixture.ts';
import { waitFor } from '../../test-kit/index.ts';
import { assertReply, assertRoutesMatchContract } from '../../test-kit/contract.ts';

const up = (name: string, required: boolean): ReadinessCheck => ({
  name,
  required,
  check: async () => undefined,
});

const down = (name: string, required: boolean, message: string): ReadinessCheck => ({
  name,
  required,
  check: async () => {
    throw new Error(message);
  },
});

const ready = async (t: Test, readinessChecks: ReadinessCheck[]) => {
  const app = await build(t, {}, () => undefined, { readinessChecks });
  const reply = await app.inject('/readyz');
  const { getReadiness } = infrastructureOperations;
  if (getReadiness !== undefined) assertReply(getReadiness, reply);
  return { status: reply.statusCode, body: reply.json<object>() };
};

void t.test('healthz answers 200 while other servers are down', async (t) => {
  const app = await build(t, {}, () => undefined, { readinessChecks: [down('mongo', true, 'gone')] });
  const reply = await app.inject('/healthz');
  t.equal(reply.statusCode, 200);
  const { uptimeSeconds, ...rest } = reply.json<{ uptimeSeconds: number }>();
  t.type(uptimeSeconds, 'number');
  t.strictSame(rest, { status: 'ok', service: 'test' });
});

void t.test('readyz reports each dependency, and is down only if a required one is', async (t) => {
  t.strictSame(await ready(t, [up('mongo', true), up('redis', false)]), {
    status: 200,
    body: {
      status: 'ok',
      service: 'test',
      dependencies: { mongo: { state: 'up', required: true }, redis: { state: 'up', required: false } },
    },
  });
  t.strictSame(await ready(t, [up('mongo', true), down('redis', false, 'connection refused')]), {
    status: 200,
    body: {
      status: 'degraded',
      service: 'test',
      dependencies: {
        mongo: { state: 'up', required: true },
        redis: { state: 'down', required: false, error: 'connection refused' },
      },
    },
  });
  t.strictSame(await ready(t, [down('mongo', true, 'no primary'), down('redis', false, 'gone')]), {
    status: 503,
    body: {
      status: 'down',
      service: 'test',
      dependencies: {
        mongo: { state: 'down', required: true, error: 'no primary' },
        redis: { state: 'down', required: false, error: 'gone' },
      },
    },
  });
});

void t.test('readyz waits at most 2 s and hides passwords', async (t) => {
  const frozen: ReadinessCheck = {
    name: 'rabbit',
    required: false,
    check: () => new Promise(() => undefined),
  };
  const away = down('mongo', true, 'mongodb://user:hunter2@db:27017 is away');
  const app = await build(t, {}, () => undefined, { readinessChecks: [frozen, away] });
  const began = performance.now();
  const reply = await app.inject('/readyz');
  t.ok(performance.now() - began < 3_000);
  t.strictSame(reply.json(), {
    status: 'down',
    service: 'test',
    dependencies: {
      rabbit: { state: 'down', required: false, error: 'rabbit took longer than 2000 ms' },
      mongo: { state: 'down', required: true, error: 'mongodb://db:27017 is away' },
    },
  });
});

void t.test('a plugin adds its readiness check later', async (t) => {
  const app = await build(t, {}, (api) => void api.readinessChecks.push(up('redis', false)));
  t.match((await app.inject('/readyz')).json(), { dependencies: { redis: { state: 'up' } } });
});

void t.test('metrics count requests by route and status, for each app', async (t) => {
  const [app, other] = [await build(t, {}, () => undefined), await build(t, {}, () => undefined)];
  await app.inject('/healthz');
  await app.inject('/nowhere/1');
  await app.inject('/nowhere/2');
  const reply = await app.inject('/metrics');
  t.match(reply.headers['content-type'], /^text\/plain/);
  const count = (route: string, status: number) => {
    const lines = reply.body
      .split('\n')
      .filter((line) => line.startsWith('http_request_duration_seconds_count{'));
    const wanted = ['method="GET"', `route="${route}"`, `status_code="${status}"`, 'service="test"'];
    return lines.find((line) => wanted.every((label) => line.includes(label)))?.split('} ')[1];
  };
  t.equal(count('/healthz', 200), '1');
  t.equal(count('__unknown__', 404), '2');
  t.match(reply.body, /^process_resident_memory_bytes\{service="test"\} \d+/m);
  t.notMatch(
    (await other.inject({ url: '/metrics', headers: asked })).body,
    /http_request_duration_seconds_count\{[^}]*healthz/,
  );
});

const METRICS_TOKEN = 'ZnV6enkga2V5IG9mIHRoZSBtZXRyaWNz';
const refusal = {
  ...problem(401, 'UNAUTHENTICATED', 'Sign in first', '/metrics'),
  detail:
    'Metrics are for the operator: send METRICS_TOKEN as the bearer token, or ask on the machine of the service',
};

void t.test('metrics are for programs of this machine, where no token is set', async (t) => {
  const app = await build(t, {}, () => undefined, { config: { ...config, TRUST_PROXY: '127.0.0.1' } });
  const ask = (remoteAddress: string, headers = {}) =>
    app.inject({ url: '/metrics', remoteAddress, headers: { ...asked, ...headers } });
  for (const ip of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) t.equal((await ask(ip)).statusCode, 200, ip);
  const refused = await ask('192.0.2.7');
  t.strictSame(refused.json(), refusal);
  t.equal(refused.headers['www-authenticate'], 'Bearer realm="metrics"');
  const forwarded = { 'x-forwarded-for': '127.0.0.1' };
  t.equal((await ask('127.0.0.1', forwarded)).statusCode, 401, 'forwarded by a proxy of this machine');
});

void t.test('metrics need the token, where one is set', async (t) => {
  const app = await build(t, {}, () => undefined, { config: { ...config, METRICS_TOKEN } });
  for (const [authorization, status] of [
    [`Bearer ${METRICS_TOKEN}`, 200],
    [`Bearer ${METRICS_TOKEN}x`, 401],
    ['', 401],
  ] as const) {
    const reply = await app.inject({ url: '/metrics', headers: { authorization } });
    t.equal(reply.statusCode, status, authorization);
  }
});

void t.test('metrics are rendered once for all requests of a second', async (t) => {
  const app = await build(t, {}, () => undefined);
  const ask = async () => (await app.inject('/metrics')).body;
  const [first, second] = await Promise.all([ask(), ask()]);
  t.equal(second, first);
  await app.inject('/healthz');
  t.equal(await ask(), first);
  await waitFor('the next second', async () => (await ask()) !== first);
});

void t.test('the factory itself serves the routes that every contract has', async (t) => {
  const app = await build(t, {}, () => undefined);
  await assertRoutesMatchContract(t, app, infrastructureOperations);
});

void t.test('the reason for down is cut between characters', async (t) => {
  const said = `${'x'.repeat(199)}😀 and more`;
  t.match((await ready(t, [down('redis', false, said)])).body, {
    dependencies: { redis: { state: 'down', error: `${'x'.repeat(199)}😀` } },
  });
});

import type { App } from '@downbeat/shared/http';
import { connectRedis } from '@downbeat/shared/redis';
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { errors } from '../src/errors.ts';
import { createLoginThrottle, pauseMs } from '../src/login-throttle.ts';
import { build as buildService } from './kit/build.ts';
import { call, registerUser, newRegistration } from './kit/users.ts';
import { assertProblem, problems } from './kit/problem.ts';

// A first pause that does not end while a test runs, however slow the machine is.
const build = (t: Test, env: Record<string, string> = {}) =>
  buildService(t, { THROTTLE_FIRST_WAIT_MS: '120000', ...env });

const login = '/api/auth/login';
const wrong = (email: string) => ({ email, password: 'not the password' });

t.test('pauses an account after five failures from one IP, on every instance', async (t) => {
  const { app, another } = await build(t);
  const { email, password } = await registerUser(app);
  const ip = '192.0.2.1';
  for (let failure = 0; failure < 5; failure += 1) {
    assertProblem(t, await call(app, 'login', { body: wrong(email), ip }), {
      ...problems.credentials,
      instance: login,
    });
  }
  const paused = await call(app, 'login', { body: { email, password }, ip });
  assertProblem(t, paused, { ...problems.tooManyFailures, instance: login });
  t.equal(paused.headers['retry-after'], '120');
  const other = await another();
  const elsewhere = await call(other, 'login', { body: { email, password }, ip });
  assertProblem(t, elsewhere, { ...problems.tooManyFailures, instance: login });
  t.equal((await call(app, 'login', { body: { email, password } })).statusCode, 200, 'another IP is free');
});

t.test('pauses an unknown e-mail address in the same way', async (t) => {
  const { app } = await build(t);
  const { email } = newRegistration();
  const ip = '192.0.2.1';
  for (let failure = 0; failure < 5; failure += 1) await call(app, 'login', { body: wrong(email), ip });
  const paused = await call(app, 'login', { body: wrong(email), ip });
  assertProblem(t, paused, { ...problems.tooManyFailures, instance: login });
});

t.test('compares five of a hundred parallel guesses', async (t) => {
  const { app } = await build(t);
  const { email } = await registerUser(app);
  const guess = () => call(app, 'login', { body: wrong(email), ip: '192.0.2.1' });
  const answers = await Promise.all(Array.from({ length: 100 }, guess));
  const compared = answers.filter((answer) => answer.statusCode === 401);
  t.equal(compared.length, 5);
  t.equal(answers.filter((answer) => answer.statusCode === 429).length, 95);
});

/** Sends parallel logins from one IP to several instances; returns how often each status came. */
const burst = async (apps: readonly App[], times: number, bodyOf: (n: number) => object) => {
  const attempt = (n: number) => {
    const app = apps[n % apps.length];
    if (app === undefined) throw new Error('no instance');
    return call(app, 'login', { body: bodyOf(n), ip: '192.0.2.1' });
  };
  const answers = await Promise.all(Array.from({ length: times }, (_, n) => attempt(n)));
  return Object.fromEntries(
    [200, 401, 429].map((status) => [
      status,
      answers.filter((answer) => answer.statusCode === status).length,
    ]),
  );
};

t.test('compares thirty of one hundred parallel guesses from one IP at many accounts', async (t) => {
  const { app, another } = await build(t);
  const apps = [app, await another()];
  t.strictSame(await burst(apps, 100, () => wrong(newRegistration().email)), { 200: 0, 401: 30, 429: 70 });
  const compared = await app.mongo.db.collection('audit').countDocuments({ outcome: 'INVALID_CREDENTIALS' });
  t.equal(compared, 30);
});

t.test('compares five of fifty parallel guesses on two instances', async (t) => {
  const { app, another } = await build(t);
  const { email } = await registerUser(app);
  t.strictSame(await burst([app, await another()], 50, () => wrong(email)), { 200: 0, 401: 5, 429: 45 });
});

t.test('accepts many parallel logins with right passwords from one IP', async (t) => {
  const { app, another } = await build(t);
  const users = await Promise.all(Array.from({ length: 20 }, () => registerUser(app)));
  const bodyOf = (n: number) => {
    const user = users[n % users.length];
    return { email: user?.email, password: user?.password };
  };
  const apps = [app, await another()];
  // More passwords at once than the processors can hash within the time limit of a request would be refused for that.
  for (let round = 0; round < 8; round += 1) {
    t.strictSame(await burst(apps, 10, bodyOf), { 200: 10, 401: 0, 429: 0 });
  }
  t.strictSame(
    await burst(apps, 30, () => wrong(newRegistration().email)),
    { 200: 0, 401: 30, 429: 0 },
    'the logins were not counted',
  );
});

t.test('forgets earlier failures after a success', async (t) => {
  const { app } = await build(t);
  const { email, password } = await registerUser(app);
  const ip = '192.0.2.1';
  for (let round = 0; round < 3; round += 1) {
    for (let failure = 0; failure < 4; failure += 1) {
      t.equal((await call(app, 'login', { body: wrong(email), ip })).statusCode, 401);
    }
    t.equal((await call(app, 'login', { body: { email, password }, ip })).statusCode, 200);
  }
});

t.test('refuses an IP after thirty failures at any accounts', async (t) => {
  const { app } = await build(t);
  const account = await registerUser(app);
  const ip = '2001:db8::1';
  for (let failure = 0; failure < 30; failure += 1) {
    t.equal((await call(app, 'login', { body: wrong(newRegistration().email), ip })).statusCode, 401);
  }
  const body = { email: account.email, password: account.password };
  const paused = await call(app, 'login', { body, ip: '2001:db8::2' });
  assertProblem(t, paused, { ...problems.tooManyFailures, instance: login });
  const seconds = Number(paused.headers['retry-after']);
  t.ok(seconds > 290 && seconds <= 300, `${seconds} s`);
  t.equal((await call(app, 'login', { body, ip: '2001:db8:0:1::1' })).statusCode, 200);
});

t.test('slows down the search for registered e-mail addresses', async (t) => {
  const { app } = await build(t);
  const { email } = await registerUser(app);
  const ip = '192.0.2.1';
  const probe = () => call(app, 'register', { body: newRegistration({ email }), ip });
  for (let failure = 0; failure < 5; failure += 1) t.equal((await probe()).statusCode, 409);
  assertProblem(t, await probe(), { ...problems.tooManyFailures, instance: '/api/auth/register' });
});

t.test('ignores a forged X-Forwarded-For', async (t) => {
  const { app } = await build(t);
  const { email, password } = await registerUser(app);
  const forged = (n: number) => ({ 'x-forwarded-for': `198.51.100.${n}` });
  const attempt = (n: number, ip: string, body: object = wrong(email)) =>
    call(app, 'login', { body, ip, headers: forged(n) });
  for (let failure = 0; failure < 5; failure += 1) await attempt(failure, '192.0.2.1');
  t.equal((await attempt(99, '192.0.2.1')).statusCode, 429);
  t.equal((await attempt(1, '198.51.100.1', { email, password })).statusCode, 200);
});

t.test('uses the X-Forwarded-For of a trusted proxy', async (t) => {
  const { app } = await build(t, { TRUST_PROXY: '192.0.2.1' });
  const { email, password } = await registerUser(app);
  const from = (client: string, body: object) =>
    call(app, 'login', { body, ip: '192.0.2.1', headers: { 'x-forwarded-for': client } });
  for (let failure = 0; failure < 5; failure += 1) await from('198.51.100.1', wrong(email));
  t.equal((await from('198.51.100.1', wrong(email))).statusCode, 429);
  t.equal((await from('198.51.100.2', { email, password })).statusCode, 200);
});

t.test('limits failures in memory while Redis is away, and logins work', async (t) => {
  const { another } = await build(t);
  const proxy = await startFaultProxy(t, process.env['TEST_REDIS_URL'] ?? '');
  const app = await another({ REDIS_URL: proxy.url });
  const { email, password } = await registerUser(app);
  const ip = '192.0.2.1';
  const attempt = (body: object) => call(app, 'login', { body, ip });
  await proxy.down();
  t.equal((await call(app, 'login', { body: { email, password } })).statusCode, 200);
  for (let failure = 0; failure < 5; failure += 1) t.equal((await attempt(wrong(email))).statusCode, 401);
  assertProblem(t, await attempt(wrong(email)), { ...problems.tooManyFailures, instance: login });
  t.equal((await call(app, 'login', { body: { email, password } })).statusCode, 200, 'another IP is free');
  const ready = await call(app, 'getReadiness');
  t.equal(ready.statusCode, 200);
  t.match(ready.json(), { status: 'degraded', dependencies: { redis: { state: 'down', required: false } } });
});

const rules = {
  THROTTLE_FREE_FAILURES: 3,
  THROTTLE_FIRST_WAIT_MS: 20_000,
  THROTTLE_MAX_WAIT_MS: 100_000,
  THROTTLE_IP_FAILURES: 8,
  THROTTLE_IP_WINDOW_MS: 300_000,
};
const SLOWEST_MACHINE_SECONDS = 15;

/** Two instances of the throttle on one Redis, without the service around them. */
const startThrottles = async (t: Test) => {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const { redis, close } = connectRedis({ url: redisUrl, keyPrefix: redisKeyPrefix });
  t.teardown(close);
  await waitFor('Redis', () => redis.status === 'ready');
  const keys = async (name: string): Promise<string[]> => {
    const found = await redis.keys(`${redisKeyPrefix}${name}*`);
    return found.map((key) => key.slice(redisKeyPrefix.length));
  };
  /** Ends the pauses as if their time had passed. */
  const skipPauses = async (): Promise<void> => {
    for (const key of await keys('auth:login:pause')) await redis.del(key);
  };
  const [one, two] = [createLoginThrottle(redis, rules), createLoginThrottle(redis, rules)];
  return { one, two, redis, keys, skipPauses };
};

/** Makes an attempt with a wrong password. Returns Retry-After in seconds where the throttle refuses it, else 0. */
const fail = async (throttle: ReturnType<typeof createLoginThrottle>, email = 'ada', ip = '192.0.2.1') => {
  try {
    return await throttle.guard(email, ip, async () => {
      throw errors.INVALID_CREDENTIALS();
    });
  } catch (error) {
    const { headers } = error as { headers?: Record<string, string> };
    return Number(headers?.['retry-after'] ?? 0);
  }
};

const isAbout = (t: Test, seconds: number, expected: number): void => {
  t.ok(seconds <= expected && seconds >= expected - SLOWEST_MACHINE_SECONDS, `${seconds} s of ${expected} s`);
};

t.test('doubles the pause from the fifth failure on, up to fifteen minutes', async (t) => {
  const defaults = {
    ...rules,
    THROTTLE_FREE_FAILURES: 5,
    THROTTLE_FIRST_WAIT_MS: 1000,
    THROTTLE_MAX_WAIT_MS: 900_000,
  };
  const pauses = [1, 4, 5, 6, 7, 14, 15, 100, 1e9].map((failures) => pauseMs(failures, defaults));
  t.strictSame(pauses, [0, 0, 1000, 2000, 4000, 512_000, 900_000, 900_000, 900_000]);
});

t.test('doubles pauses on all instances together, and every count expires', async (t) => {
  const { one, two, redis, keys, skipPauses } = await startThrottles(t);
  t.equal(await fail(one), 0);
  t.equal(await fail(two), 0);
  for (const [throttle, pause] of [
    [one, 20],
    [two, 40],
    [one, 80],
    [two, 100],
    [one, 100],
  ] as const) {
    t.equal(await fail(throttle), 0);
    isAbout(t, await fail(one), pause);
    isAbout(t, await fail(two), pause);
    t.equal(await fail(two, 'bob', `192.0.2.${pause}`), 0, 'another account is free');
    const [count = ''] = await keys('auth:login:failures');
    isAbout(t, await redis.ttl(count), 200);
    await skipPauses();
  }
  for (const key of await keys('')) t.ok((await redis.pttl(key)) > 0, `${key} expires`);
});

t.test('begins no more parallel attempts than may fail, on two instances', async (t) => {
  const { one, two } = await startThrottles(t);
  const begun = async (emailOf: (n: number) => string, ip: string): Promise<number> => {
    const attempts = Array.from({ length: 200 }, (_, n) => fail(n % 2 === 0 ? one : two, emailOf(n), ip));
    return (await Promise.all(attempts)).filter((seconds) => seconds === 0).length;
  };
  t.equal(await begun((n) => `user ${n}`, '192.0.2.1'), rules.THROTTLE_IP_FAILURES);
  t.equal(await begun(() => 'ada', '192.0.2.2'), rules.THROTTLE_FREE_FAILURES);
});

t.test('does not count attempts that succeed or cannot be judged', async (t) => {
  const { one, two } = await startThrottles(t);
  for (let attempt = 0; attempt < 12; attempt += 1) {
    t.equal(await one.guard('ada', '192.0.2.1', async () => 'in'), 'in');
    await t.rejects(
      two.guard('ada', '192.0.2.1', () => Promise.reject(new Error('database is away'))),
      { message: 'database is away' },
    );
  }
  for (let failure = 0; failure < rules.THROTTLE_IP_FAILURES; failure += 1)
    t.equal(await fail(one, `guess ${failure}`), 0);
  isAbout(t, await fail(two, 'the next'), 300);
});

t.test('forgets failures and pause of an account after a success', async (t) => {
  const { one, two, skipPauses } = await startThrottles(t);
  for (let failure = 0; failure < rules.THROTTLE_FREE_FAILURES; failure += 1) t.equal(await fail(one), 0);
  await skipPauses();
  t.equal(await two.guard('ada', '192.0.2.1', async () => 'in'), 'in');
  for (let failure = 0; failure < rules.THROTTLE_FREE_FAILURES; failure += 1) t.equal(await fail(two), 0);
  isAbout(t, await fail(one), 20);
});

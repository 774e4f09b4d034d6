import type { App } from '@downbeat/shared/http';
import { startFaultProxy } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { build as buildService } from '../kit/build.ts';
import { call, enrol, someone } from '../kit/people.ts';
import { isProblem, problems } from '../kit/problem.ts';

// A pause that no slow machine outlasts; how pauses grow is tried with the stores.
const build = (t: Test, env: Record<string, string> = {}) =>
  buildService(t, { THROTTLE_FIRST_WAIT_MS: '120000', ...env });

const login = '/api/auth/login';
const wrong = (email: string) => ({ email, password: 'not the password' });

t.test('five failures of one account from one address, then a pause', async (t) => {
  const { app, another } = await build(t);
  const { email, password } = await enrol(app);
  const address = '192.0.2.1';
  for (let failure = 0; failure < 5; failure += 1) {
    isProblem(t, await call(app, 'login', { body: wrong(email), address }), {
      ...problems.credentials,
      instance: login,
    });
  }
  const paused = await call(app, 'login', { body: { email, password }, address });
  isProblem(t, paused, { ...problems.tooManyFailures, instance: login });
  t.equal(paused.headers['retry-after'], '120');
  const other = await another();
  const elsewhere = await call(other, 'login', { body: { email, password }, address });
  isProblem(t, elsewhere, { ...problems.tooManyFailures, instance: login });
  t.equal((await call(app, 'login', { body: { email, password } })).statusCode, 200, 'nobody is locked out');
});

t.test('an unknown address meets the same pause', async (t) => {
  const { app } = await build(t);
  const { email } = someone();
  const address = '192.0.2.1';
  for (let failure = 0; failure < 5; failure += 1) await call(app, 'login', { body: wrong(email), address });
  const paused = await call(app, 'login', { body: wrong(email), address });
  isProblem(t, paused, { ...problems.tooManyFailures, instance: login });
});

t.test('a hundred guesses at once are counted like a hundred in a row', async (t) => {
  const { app } = await build(t);
  const { email } = await enrol(app);
  const guess = () => call(app, 'login', { body: wrong(email), address: '192.0.2.1' });
  const answers = await Promise.all(Array.from({ length: 100 }, guess));
  const compared = answers.filter((answer) => answer.statusCode === 401);
  t.equal(compared.length, 5);
  t.equal(answers.filter((answer) => answer.statusCode === 429).length, 95);
});

/** What happens when an address tries to sign in many times at once, at two instances: how often each status came. */
const burst = async (apps: readonly App[], times: number, bodyOf: (n: number) => object) => {
  const attempt = (n: number) => {
    const app = apps[n % apps.length];
    if (app === undefined) throw new Error('no instance');
    return call(app, 'login', { body: bodyOf(n), address: '192.0.2.1' });
  };
  const answers = await Promise.all(Array.from({ length: times }, (_, n) => attempt(n)));
  return Object.fromEntries(
    [200, 401, 429].map((status) => [
      status,
      answers.filter((answer) => answer.statusCode === status).length,
    ]),
  );
};

t.test('two hundred guesses at once of one address over as many accounts: thirty are compared', async (t) => {
  const { app, another } = await build(t);
  const apps = [app, await another()];
  t.strictSame(await burst(apps, 200, () => wrong(someone().email)), { 200: 0, 401: 30, 429: 170 });
  const compared = await app.mongo.db.collection('audit').countDocuments({ outcome: 'INVALID_CREDENTIALS' });
  t.equal(compared, 30);
});

t.test('fifty guesses at once at one account, in two instances: five are compared', async (t) => {
  const { app, another } = await build(t);
  const { email } = await enrol(app);
  t.strictSame(await burst([app, await another()], 50, () => wrong(email)), { 200: 0, 401: 5, 429: 45 });
});

t.test('many people who sign in rightly at once from behind one address all get in', async (t) => {
  const { app, another } = await build(t);
  const people = await Promise.all(Array.from({ length: 20 }, () => enrol(app)));
  const bodyOf = (n: number) => {
    const person = people[n % people.length];
    return { email: person?.email, password: person?.password };
  };
  // An even number of people and two instances: each person's attempts meet in one of them.
  t.strictSame(await burst([app, await another()], 80, bodyOf), { 200: 80, 401: 0, 429: 0 });
  t.strictSame(
    await burst([app], 30, () => wrong(someone().email)),
    { 200: 0, 401: 30, 429: 0 },
    'none counted',
  );
});

t.test('a success forgets the failures before it', async (t) => {
  const { app } = await build(t);
  const { email, password } = await enrol(app);
  const address = '192.0.2.1';
  for (let round = 0; round < 3; round += 1) {
    for (let failure = 0; failure < 4; failure += 1) {
      t.equal((await call(app, 'login', { body: wrong(email), address })).statusCode, 401);
    }
    t.equal((await call(app, 'login', { body: { email, password }, address })).statusCode, 200);
  }
});

t.test('thirty failures of one address, whatever the account, then a pause', async (t) => {
  const { app } = await build(t);
  const person = await enrol(app);
  const address = '2001:db8::1';
  for (let failure = 0; failure < 30; failure += 1) {
    t.equal((await call(app, 'login', { body: wrong(someone().email), address })).statusCode, 401);
  }
  const body = { email: person.email, password: person.password };
  const paused = await call(app, 'login', { body, address: '2001:db8::2' });
  isProblem(t, paused, { ...problems.tooManyFailures, instance: login });
  const seconds = Number(paused.headers['retry-after']);
  t.ok(seconds > 290 && seconds <= 300, `${seconds} s`);
  t.equal((await call(app, 'login', { body, address: '2001:db8:0:1::1' })).statusCode, 200);
});

t.test('looking for addresses by registering is slowed down too', async (t) => {
  const { app } = await build(t);
  const { email } = await enrol(app);
  const address = '192.0.2.1';
  const probe = () => call(app, 'register', { body: someone({ email }), address });
  for (let failure = 0; failure < 5; failure += 1) t.equal((await probe()).statusCode, 409);
  isProblem(t, await probe(), { ...problems.tooManyFailures, instance: '/api/auth/register' });
});

t.test('a forged X-Forwarded-For neither evades the limit nor poisons it for another', async (t) => {
  const { app } = await build(t);
  const { email, password } = await enrol(app);
  const forged = (n: number) => ({ 'x-forwarded-for': `198.51.100.${n}` });
  const attempt = (n: number, address: string, body: object = wrong(email)) =>
    call(app, 'login', { body, address, headers: forged(n) });
  for (let failure = 0; failure < 5; failure += 1) await attempt(failure, '192.0.2.1');
  t.equal((await attempt(99, '192.0.2.1')).statusCode, 429);
  t.equal((await attempt(1, '198.51.100.1', { email, password })).statusCode, 200);
});

t.test('the word of a trusted proxy counts', async (t) => {
  const { app } = await build(t, { TRUST_PROXY: '192.0.2.1' });
  const { email, password } = await enrol(app);
  const from = (client: string, body: object) =>
    call(app, 'login', { body, address: '192.0.2.1', headers: { 'x-forwarded-for': client } });
  for (let failure = 0; failure < 5; failure += 1) await from('198.51.100.1', wrong(email));
  t.equal((await from('198.51.100.1', wrong(email))).statusCode, 429);
  t.equal((await from('198.51.100.2', { email, password })).statusCode, 200);
});

t.test('without Redis people sign in, and failures still count', async (t) => {
  const { another } = await build(t);
  const proxy = await startFaultProxy(t, process.env['TEST_REDIS_URL'] ?? '');
  const app = await another({ REDIS_URL: proxy.url });
  const { email, password } = await enrol(app);
  const address = '192.0.2.1';
  const attempt = (body: object) => call(app, 'login', { body, address });
  for (let failure = 0; failure < 3; failure += 1) await attempt(wrong(email));
  await proxy.down();
  t.equal((await call(app, 'login', { body: { email, password } })).statusCode, 200);
  for (let failure = 0; failure < 2; failure += 1) t.equal((await attempt(wrong(email))).statusCode, 401);
  isProblem(t, await attempt(wrong(email)), { ...problems.tooManyFailures, instance: login });
  const ready = await call(app, 'getReadiness');
  t.equal(ready.statusCode, 200);
  t.match(ready.json(), { status: 'degraded', dependencies: { redis: { state: 'down', required: false } } });
});

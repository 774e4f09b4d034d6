import { randomBytes } from 'node:crypto';
import t from 'tap';
import { MINUTE_MS, SECOND_MS } from '../../src/clock.ts';
import type { AuthSession } from '../../src/generated/schemas.gen.ts';
import { build } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import {
  OTHER_APPLICATION,
  finishSignIn,
  beginSignIn,
  exchange,
  redirectQuery,
  startProvider,
  signInAtGoogle,
} from '../kit/google.ts';
import { call } from '../kit/users.ts';
import { assertProblem, problems } from '../kit/problem.ts';
import { without } from '../kit/tokens.ts';

const provider = await startProvider(t);
const { app, advance, another, log } = await build(t, provider.env);
const callback = { instance: '/api/auth/google/callback' };
const exchanging = { instance: '/api/auth/google/exchange' };
const countAuthSessions = () => app.mongo.db.collection('sessions').countDocuments();

/** Makes the provider issue ID tokens for a new user. */
const becomeNewUser = (claims: Record<string, unknown> = {}): Record<string, unknown> => {
  const name = randomBytes(6).toString('hex');
  provider.claims = { sub: name, email: `${name}@example.com`, ...claims };
  return provider.claims;
};

t.test('refuses a state that is missing, wrong, of another browser or used', async (t) => {
  becomeNewUser();
  const pending = await beginSignIn(app);
  const stateless = without(pending.query, 'state');
  const missing = await call(app, 'finishGoogle', { cookies: pending.cookies, query: stateless });
  assertProblem(t, missing, {
    ...problems.validation,
    ...callback,
    errors: [{ in: 'query', field: 'state', message: 'is required' }],
  });
  const attempts = [
    { ...pending, query: { ...pending.query, state: 'A'.repeat(22) } },
    { ...pending, cookies: {} },
    { ...pending, cookies: (await beginSignIn(app)).cookies },
    { query: pending.query, cookies: { ...pending.cookies, 'downbeat-google-state': 'A'.repeat(22) } },
    {
      query: { ...pending.query, state: 'planted' },
      cookies: { ...pending.cookies, 'downbeat-google-state': 'planted' },
    },
  ];
  for (const attempt of attempts)
    assertProblem(t, await finishSignIn(app, attempt), { ...problems.stateInvalid, ...callback });

  t.match(
    redirectQuery(await finishSignIn(app, pending)),
    { code: /./ },
    'the refused attempts did not use it up',
  );
  assertProblem(t, await finishSignIn(app, pending), { ...problems.stateInvalid, ...callback });
  t.equal(await countAuthSessions(), 0);
});

t.test('refuses a state after ten minutes', async (t) => {
  becomeNewUser();
  const pending = await beginSignIn(app);
  await advance(10 * MINUTE_MS + SECOND_MS);
  assertProblem(t, await finishSignIn(app, pending), { ...problems.stateInvalid, ...callback });
});

t.test('starts no auth session for a code that is wrong, missing or of another browser', async (t) => {
  becomeNewUser();
  const other = await beginSignIn(app);
  const refusals = [
    async () => ({ code: 'no such code' }),
    async () => ({ code: other.query['code'] ?? '' }),
    async () => ({}),
  ];
  for (const replaced of refusals) {
    const { cookies, query } = await beginSignIn(app);
    const answer = await finishSignIn(app, {
      cookies,
      query: { state: query['state'] ?? '', ...(await replaced()) },
    });
    t.strictSame(redirectQuery(answer), { error: 'google_failed' });
  }
  t.equal(await countAuthSessions(), 0);
});

t.test('passes on that the user declined', async (t) => {
  const { cookies, query } = await beginSignIn(app);
  const declined = { state: query['state'] ?? '', error: 'access_denied' };
  t.strictSame(redirectQuery(await finishSignIn(app, { cookies, query: declined })), {
    error: 'access_denied',
  });
});

t.test(
  'refuses an ID token of another audience, time or sign-in, or without a valid signature',
  async (t) => {
    const bad: Record<string, unknown>[] = [
      { aud: 'another-client' },
      { iss: 'https://accounts.evil.example' },
      { nonce: 'A'.repeat(43) },
      { nonce: undefined },
      { exp: Math.floor(Date.now() / 1000) - 600 },
      { azp: 'another-client' },
      { sub: undefined },
      { sub: '' },
      { sub: 5 },
      { sub: ['x'] },
      { sub: { $gt: '' } },
      { email: undefined },
      { email: 'a@example.com, b@example.com' },
    ];
    for (const claims of bad) {
      becomeNewUser(claims);
      t.strictSame(await signInAtGoogle(app), { error: 'google_failed' }, JSON.stringify(claims));
    }
    becomeNewUser();
    provider.server.service.once('beforeResponse', (response: { body: Record<string, unknown> }) => {
      const [head = '', payload = ''] = String(response.body['id_token']).split('.');
      response.body['id_token'] = `${head}.${payload}.${'A'.repeat(342)}`;
    });
    t.strictSame(await signInAtGoogle(app), { error: 'google_failed' });
    provider.server.service.once('beforeResponse', (response: { body: Record<string, unknown> }) => {
      const [, payload = ''] = String(response.body['id_token']).split('.');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      response.body['id_token'] = `${none}.${payload}.`;
    });
    t.strictSame(await signInAtGoogle(app), { error: 'google_failed' });
    provider.server.service.once(
      'beforeResponse',
      (response: { statusCode: number }) => void (response.statusCode = 500),
    );
    t.strictSame(await signInAtGoogle(app), { error: 'google_failed' });
    t.equal(
      await app.mongo.db.collection('accounts').countDocuments({ 'identities.0': { $exists: true } }),
      1,
    );
  },
);

t.test('creates no account for an e-mail address that Google has not confirmed', async (t) => {
  const { email } = becomeNewUser({ email_verified: false });
  t.strictSame(await signInAtGoogle(app), { error: 'email_unverified' });
  t.equal(await app.mongo.db.collection('accounts').countDocuments({ email }), 0);
});

t.test('starts no auth session for an exchange code that is unknown, used or expired', async (t) => {
  becomeNewUser();
  const before = await countAuthSessions();
  assertProblem(t, await exchange(app, 'A'.repeat(43)), { ...problems.exchangeInvalid, ...exchanging });
  for (const code of [{ $ne: null }, '', null]) {
    t.equal((await exchange(app, code)).json<{ code: string }>().code, 'VALIDATION_FAILED');
  }
  const { code: late } = await signInAtGoogle(app);
  await advance(61 * SECOND_MS);
  assertProblem(t, await exchange(app, late), { ...problems.exchangeInvalid, ...exchanging });
  t.equal(await countAuthSessions(), before);
});

t.test('finishes a sign-in on a host whose clock is 90 s ahead or behind', async (t) => {
  becomeNewUser();
  for (const aheadMs of [90 * SECOND_MS, -90 * SECOND_MS]) {
    const other = await another({}, aheadMs);
    const { code } = await signInAtGoogle(app);
    t.equal((await exchange(other, code)).statusCode, 200, `${aheadMs} ms`);
  }
});

t.test('accepts one of fifty parallel exchanges of one code', async (t) => {
  becomeNewUser();
  const before = await countAuthSessions();
  const { code } = await signInAtGoogle(app);
  const answers = await Promise.all(Array.from({ length: 50 }, () => exchange(app, code)));
  t.equal(answers.filter((answer) => answer.statusCode === 200).length, 1);
  const refused = answers.filter((answer) => answer.statusCode !== 200);
  for (const answer of refused) t.equal(answer.json<{ code: string }>().code, 'OAUTH_CODE_INVALID');
  t.equal(await countAuthSessions(), before + 1);
});

t.test('cuts a long name to whole characters', async (t) => {
  for (const [name, displayName] of [
    ['\u0958'.repeat(80), '\u0915\u093c'.repeat(40)],
    [`a${'😀'.repeat(90)}`, `a${'😀'.repeat(79)}`],
    ['Ada\u202E Lovelace\n', 'Ada Lovelace'],
  ]) {
    becomeNewUser({ name });
    const { code } = await signInAtGoogle(app);
    t.equal((await exchange(app, code)).json<AuthSession>().user.displayName, displayName);
  }
});

t.test('uses the local part of the e-mail address where there is no visible name', async (t) => {
  for (const name of ['\u202E\u2066', '\n', undefined]) {
    const email = String(becomeNewUser({ name })['email']);
    const { code } = await signInAtGoogle(app);
    const { user } = (await exchange(app, code)).json<AuthSession>();
    t.equal(user.displayName, email.split('@')[0], JSON.stringify(name));
  }
});

t.test('creates an account with a confirmed e-mail address, and puts no token in a URL', async (t) => {
  const { email } = becomeNewUser({ name: 'Grace\u0007 Hopper ' });
  const pending = await beginSignIn(app, { redirectUri: OTHER_APPLICATION });
  const answer = await finishSignIn(app, pending);
  const target = new URL(String(answer.headers.location));
  t.equal(`${target.origin}${target.pathname}`, 'http://localhost:4003/other');
  const { code, ...rest } = Object.fromEntries(target.searchParams);
  t.strictSame(rest, { tab: '1' });
  t.match(code, /^[\w-]{43}$/);
  t.strictSame(
    answer.cookies.map(({ name, value }) => [name, value]),
    [
      ['downbeat-google-state', ''],
      ['downbeat-google-verifier', ''],
    ],
    'the cookies are taken back',
  );

  const signedIn = await exchange(app, code);
  const session = signedIn.json<AuthSession>();
  t.strictSame(session, {
    accessToken: session.accessToken,
    refreshToken: session.refreshToken,
    tokenType: 'Bearer',
    expiresIn: 900,
    user: {
      id: session.user.id,
      email,
      displayName: 'Grace Hopper',
      role: 'listener',
      emailVerified: true,
      releaseMails: false,
      createdAt: session.user.createdAt,
    },
  });
  t.strictSame((await call(app, 'getMe', { token: session.accessToken })).json(), session.user);
  const types = (await eventsOf(app, session.user.id)).map(({ type }) => type);
  t.strictSame(types, ['downbeat.user.registered.v1']);
});

t.test('creates one account for parallel sign-ins of a new user', async (t) => {
  const { email } = becomeNewUser();
  const pending = await Promise.all(Array.from({ length: 5 }, () => beginSignIn(app)));
  const answers = await Promise.all(pending.map((one) => finishSignIn(app, one)));
  for (const answer of answers) t.match(redirectQuery(answer), { code: /./ });
  t.equal(await app.mongo.db.collection('accounts').countDocuments({ email }), 1);
});

t.test('ignores unknown query parameters of the provider, as RFC 6749 (4.1.2) requires', async (t) => {
  becomeNewUser();
  const signIn = await beginSignIn(app);
  const query = {
    ...signIn.query,
    iss: 'https://accounts.google.com',
    scope: 'openid email',
    unknown: 'x'.repeat(3000),
  };
  t.match(redirectQuery(await finishSignIn(app, { ...signIn, query })), { code: /^[\w-]{43}$/ });
});

t.test('does not use up the sign-in on HEAD, which a browser or a filter may send first', async (t) => {
  becomeNewUser();
  const signIn = await beginSignIn(app);
  const url = `/api/auth/google/callback?${new URLSearchParams(signIn.query).toString()}`;
  t.equal((await app.inject({ method: 'HEAD', url, cookies: signIn.cookies })).statusCode, 405);
  t.match(redirectQuery(await finishSignIn(app, signIn)), { code: /^[\w-]{43}$/ });
});

t.test('ends the sign-in with one log line for an e-mail address that cannot be mailed', async (t) => {
  const accounts = app.mongo.db.collection('accounts');
  const count = await accounts.countDocuments();
  for (const email of [
    'x@b',
    'ü1@example.com',
    'a..b@example.com',
    `${'l'.repeat(65)}@example.com`,
    `ada@${'d'.repeat(64)}.com`,
    `${'l'.repeat(60)}@${Array.from({ length: 4 }, () => 'd'.repeat(50)).join('.')}`,
    7,
  ]) {
    becomeNewUser({ email });
    const before = log.length;
    t.strictSame(await signInAtGoogle(app), { error: 'google_failed' }, String(email));
    const lines = log.slice(before).map((line) => JSON.parse(line) as Record<string, unknown>);
    const warnings = lines.filter(({ level }) => level !== 'info' && level !== 30);
    t.equal(warnings.length, 1);
    const reason = 'the ID token has no usable e-mail address or subject';
    t.match(warnings[0], { msg: 'Google sign-in failed', reason });
    t.notOk('err' in (warnings[0] ?? {}), 'no stack');
  }
  t.equal(await accounts.countDocuments(), count);
});

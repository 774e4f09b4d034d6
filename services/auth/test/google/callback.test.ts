import { randomBytes } from 'node:crypto';
import t from 'tap';
import { MINUTE_MS, SECOND_MS } from '../../src/clock.ts';
import type { AuthSession } from '../../src/generated/schemas.gen.ts';
import { build } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import {
  OTHER_APPLICATION,
  arrive,
  depart,
  exchange,
  landing,
  startProvider,
  travel,
} from '../kit/google.ts';
import { call } from '../kit/people.ts';
import { without } from '../kit/without.ts';
import { isProblem, problems } from '../kit/problem.ts';

const provider = await startProvider(t);
const { app, advance } = await build(t, provider.env);
const callback = { instance: '/api/auth/google/callback' };
const exchanging = { instance: '/api/auth/google/exchange' };
const sessions = () => app.mongo.db.collection('sessions').countDocuments();

/** From now on the provider vouches for this person. */
const become = (claims: Record<string, unknown> = {}): Record<string, unknown> => {
  const name = randomBytes(6).toString('hex');
  provider.claims = { sub: name, email: `${name}@example.com`, ...claims };
  return provider.claims;
};

t.test('a state that is missing, wrong, foreign or used is refused', async (t) => {
  become();
  const trip = await depart(app);
  const stateless = without(trip.query, 'state');
  const missing = await call(app, 'finishGoogle', { cookies: trip.cookies, query: stateless });
  isProblem(t, missing, {
    ...problems.validation,
    ...callback,
    errors: [{ in: 'query', field: 'state', message: 'is required' }],
  });
  const attempts = [
    { ...trip, query: { ...trip.query, state: 'A'.repeat(22) } },
    { ...trip, cookies: {} },
    { ...trip, cookies: (await depart(app)).cookies },
    { query: trip.query, cookies: { ...trip.cookies, 'downbeat-google-state': 'A'.repeat(22) } },
    {
      query: { ...trip.query, state: 'planted' },
      cookies: { ...trip.cookies, 'downbeat-google-state': 'planted' },
    },
  ];
  for (const attempt of attempts)
    isProblem(t, await arrive(app, attempt), { ...problems.stateInvalid, ...callback });

  t.match(landing(await arrive(app, trip)), { code: /./ }, 'none of that spoiled the real one');
  isProblem(t, await arrive(app, trip), { ...problems.stateInvalid, ...callback });
  t.equal(await sessions(), 0);
});

t.test('a state is over after ten minutes', async (t) => {
  become();
  const trip = await depart(app);
  advance(10 * MINUTE_MS + SECOND_MS);
  isProblem(t, await arrive(app, trip), { ...problems.stateInvalid, ...callback });
});

t.test('a code that is wrong, missing, or of another browser gives no session', async (t) => {
  become();
  const other = await depart(app);
  const refusals = [
    async () => ({ code: 'no such code' }),
    async () => ({ code: other.query['code'] ?? '' }),
    async () => ({}),
  ];
  for (const replaced of refusals) {
    const { cookies, query } = await depart(app);
    const answer = await arrive(app, {
      cookies,
      query: { state: query['state'] ?? '', ...(await replaced()) },
    });
    t.strictSame(landing(answer), { error: 'google_failed' });
  }
  t.equal(await sessions(), 0);
});

t.test('somebody who declines comes back with that', async (t) => {
  const { cookies, query } = await depart(app);
  const declined = { state: query['state'] ?? '', error: 'access_denied' };
  t.strictSame(landing(await arrive(app, { cookies, query: declined })), { error: 'access_denied' });
});

t.test(
  'an ID token that is not for us, not for now, not for this sign-in, or not signed is refused',
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
      become(claims);
      t.strictSame(await travel(app), { error: 'google_failed' }, JSON.stringify(claims));
    }
    become();
    provider.server.service.once('beforeResponse', (response: { body: Record<string, unknown> }) => {
      const [head = '', payload = ''] = String(response.body['id_token']).split('.');
      response.body['id_token'] = `${head}.${payload}.${'A'.repeat(342)}`;
    });
    t.strictSame(await travel(app), { error: 'google_failed' });
    provider.server.service.once('beforeResponse', (response: { body: Record<string, unknown> }) => {
      const [, payload = ''] = String(response.body['id_token']).split('.');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      response.body['id_token'] = `${none}.${payload}.`;
    });
    t.strictSame(await travel(app), { error: 'google_failed' });
    provider.server.service.once(
      'beforeResponse',
      (response: { statusCode: number }) => void (response.statusCode = 500),
    );
    t.strictSame(await travel(app), { error: 'google_failed' });
    t.equal(
      await app.mongo.db.collection('accounts').countDocuments({ 'identities.0': { $exists: true } }),
      1,
    );
  },
);

t.test('an address that Google has not confirmed opens no account', async (t) => {
  const { email } = become({ email_verified: false });
  t.strictSame(await travel(app), { error: 'email_unverified' });
  t.equal(await app.mongo.db.collection('accounts').countDocuments({ email }), 0);
});

t.test('a one-time code that is unknown, used or over gives no session', async (t) => {
  become();
  const before = await sessions();
  isProblem(t, await exchange(app, 'A'.repeat(43)), { ...problems.exchangeInvalid, ...exchanging });
  for (const code of [{ $ne: null }, '', null]) {
    t.equal((await exchange(app, code)).json<{ code: string }>().code, 'VALIDATION_FAILED');
  }
  const { code: late } = await travel(app);
  advance(61 * SECOND_MS);
  isProblem(t, await exchange(app, late), { ...problems.exchangeInvalid, ...exchanging });
  t.equal(await sessions(), before);
});

t.test('of fifty exchanges of one code at once one succeeds', async (t) => {
  become();
  const before = await sessions();
  const { code } = await travel(app);
  const answers = await Promise.all(Array.from({ length: 50 }, () => exchange(app, code)));
  t.equal(answers.filter((answer) => answer.statusCode === 200).length, 1);
  const refused = answers.filter((answer) => answer.statusCode !== 200);
  for (const answer of refused) t.equal(answer.json<{ code: string }>().code, 'OAUTH_CODE_INVALID');
  t.equal(await sessions(), before + 1);
});

t.test('a name of any length is cut to whole characters that fit', async (t) => {
  for (const [name, displayName] of [
    ['\u0958'.repeat(80), '\u0915\u093c'.repeat(40)],
    [`a${'😀'.repeat(90)}`, `a${'😀'.repeat(79)}`],
    ['Ada\u202E Lovelace\n', 'Ada Lovelace'],
  ]) {
    become({ name });
    const { code } = await travel(app);
    t.equal((await exchange(app, code)).json<AuthSession>().user.displayName, displayName);
  }
});

t.test('who has no name that can be shown is called as before the @', async (t) => {
  for (const name of ['\u202E\u2066', '\n', undefined]) {
    const email = String(become({ name })['email']);
    const { code } = await travel(app);
    const { user } = (await exchange(app, code)).json<AuthSession>();
    t.equal(user.displayName, email.split('@')[0], JSON.stringify(name));
  }
});

t.test('a newcomer gets an account with a confirmed address, and tokens that stand in no URL', async (t) => {
  const { email } = become({ name: 'Grace\u0007 Hopper ' });
  const trip = await depart(app, { redirectUri: OTHER_APPLICATION });
  const answer = await arrive(app, trip);
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
      createdAt: session.user.createdAt,
    },
  });
  t.strictSame((await call(app, 'getMe', { token: session.accessToken })).json(), session.user);
  const types = (await eventsOf(app, session.user.id)).map(({ type }) => type);
  t.strictSame(types, ['downbeat.user.registered.v1']);
});

t.test('two tabs of a newcomer end in one account', async (t) => {
  const { email } = become();
  const trips = await Promise.all(Array.from({ length: 5 }, () => depart(app)));
  const landings = await Promise.all(trips.map((trip) => arrive(app, trip)));
  for (const answer of landings) t.match(landing(answer), { code: /./ });
  t.equal(await app.mongo.db.collection('accounts').countDocuments({ email }), 1);
});

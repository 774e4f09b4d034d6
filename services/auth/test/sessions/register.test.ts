import t from 'tap';
import type { AuthSession } from '../../src/generated/schemas.gen.ts';
import { build } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import { call, registerUser, newRegistration } from '../kit/users.ts';
import { assertProblem, problems } from '../kit/problem.ts';

const { app, another, advance } = await build(t);
const instance = '/api/auth/register';
const accounts = app.mongo.db.collection('accounts');

const refusedFields = async (body: unknown): Promise<unknown> => {
  const answer = await call(app, 'register', { body });
  return [answer.statusCode, answer.json<{ errors?: unknown }>().errors];
};

t.test('allows one account per e-mail address in any spelling', async (t) => {
  const { email, session } = await registerUser(app);
  for (const spelling of [email, email.toUpperCase()]) {
    const answer = await call(app, 'register', { body: newRegistration({ email: spelling }) });
    assertProblem(t, answer, { ...problems.taken, instance });
  }
  t.equal(await accounts.countDocuments({ email }), 1);
  t.equal((await eventsOf(app, session.user.id)).length, 2, 'no second welcome event');
});

t.test('accepts one of eight parallel registrations', async (t) => {
  const body = newRegistration();
  const answers = await Promise.all(Array.from({ length: 8 }, () => call(app, 'register', { body })));
  const statuses = answers.map((answer) => answer.statusCode).sort();
  t.strictSame(statuses, [201, ...Array.from({ length: 7 }, () => 409)]);
  t.equal(await accounts.countDocuments({ email: body.email }), 1);
});

t.test('refuses fields that the contract does not have', async (t) => {
  const before = await accounts.countDocuments();
  t.strictSame(await refusedFields({ ...newRegistration(), role: 'admin' }), [
    400,
    [{ in: 'body', field: 'role', message: 'must be one of listener, artist' }],
  ]);
  for (const field of ['emailVerified', '_id', 'id', 'ownerId', 'passwordHash', 'constructor']) {
    t.strictSame(
      await refusedFields({ ...newRegistration(), [field]: true }),
      [400, [{ in: 'body', field, message: 'is not known here' }]],
      field,
    );
  }
  t.equal(await accounts.countDocuments(), before);
});

t.test('refuses a body with a prototype', async (t) => {
  const text = JSON.stringify(newRegistration());
  for (const key of ['__proto__', 'constructor']) {
    const payload = `${text.slice(0, -1)},"${key}":{"prototype":{"role":"admin"},"role":"admin"}}`;
    const answer = await app.inject({
      method: 'POST',
      url: instance,
      headers: { 'content-type': 'application/json' },
      payload,
    });
    t.equal(answer.statusCode, 400, key);
  }
  t.equal(({} as { role?: string }).role, undefined);
});

t.test('refuses e-mail addresses that are not one plain mailbox', async (t) => {
  const addresses = [
    'ada',
    'ada@',
    'ada@example.com,bob@example.com',
    'ada@example.com\r\nBcc: bob@example.com',
    'friends: ada@example.com;',
    '"ada"@example.com',
    'Ada <ada@example.com>',
    ' ',
    `${'a'.repeat(250)}@example.com`,
  ];
  for (const email of addresses) {
    const answer = await call(app, 'register', { body: newRegistration({ email }) });
    t.equal(answer.statusCode, 400, email);
    t.match(answer.json(), { code: 'VALIDATION_FAILED', errors: [{ in: 'body', field: 'email' }] });
  }
});

t.test('ignores white space around an e-mail address, at every door', async (t) => {
  const { email, password } = newRegistration();
  const padded = ` \t${email.toUpperCase()}\u00A0\r\n`;
  const registered = await call(app, 'register', { body: newRegistration({ email: padded, password }) });
  t.equal(registered.statusCode, 201);
  t.equal(registered.json<AuthSession>().user.email, email);
  t.equal((await call(app, 'login', { body: { email: padded, password } })).statusCode, 200);
  t.equal((await call(app, 'forgotPassword', { body: { email: padded } })).statusCode, 202);
  const reset = { email: padded, code: '000000', newPassword: 'quietly turning other kettles' };
  t.match((await call(app, 'resetPassword', { body: reset })).json(), { code: /^CODE_/ });
});

t.test('refuses easy passwords and says why', async (t) => {
  const common = 'is among the passwords that are tried first; choose a less common one';
  const own = 'is made of your own name or address; choose other words';
  const cases = [
    ['password123', common],
    ['Dragon2024!', common],
    ['P@ssw0rd', common],
    ['aaaaaaaaaaaa', common],
    ['adalovelace90', own],
    ['Lovelace-90', own],
  ];
  for (const [password = '', message = ''] of cases) {
    const body = newRegistration({
      email: 'ada.lovelace@example.com',
      displayName: 'Ada Lovelace',
      password,
    });
    const errors = [{ in: 'body', field: 'password', message }];
    assertProblem(t, await call(app, 'register', { body }), {
      ...problems.passwordRefused,
      instance,
      errors,
    });
  }
});

t.test('measures a password in characters of any script', async (t) => {
  const tooShort = await refusedFields(newRegistration({ password: 'seven77' }));
  t.strictSame(tooShort, [
    400,
    [{ in: 'body', field: 'password', message: 'must be at least 8 characters' }],
  ]);
  t.strictSame(await refusedFields(newRegistration({ password: 'x'.repeat(129) })), [
    400,
    [{ in: 'body', field: 'password', message: 'must be at most 128 characters' }],
  ]);
  for (const password of ['🎺🥁🎻🎷🪗🎹🪕🎸', 'соловьиная трель', ' spaces count ', 'ключ 🔑 '.repeat(18)]) {
    const { email } = await registerUser(app, { password });
    t.equal((await call(app, 'login', { body: { email, password } })).statusCode, 200, password);
  }
});

t.test('refuses a name that is too long once composed, and stores nothing', async (t) => {
  const before = await accounts.countDocuments();
  const answer = await call(app, 'register', { body: newRegistration({ displayName: '\u0958'.repeat(80) }) });
  const message = 'must be at most 80 characters when composed (NFC)';
  const errors = [{ in: 'body', field: 'displayName', message }];
  assertProblem(t, answer, { ...problems.validation, instance, errors });
  t.equal(await accounts.countDocuments(), before);
});

t.test('refuses half a surrogate pair in every field, because UTF-8 makes all halves equal', async (t) => {
  const whole = 'must match: Any whole characters (no half of a surrogate pair).';
  const rules = {
    password: `${whole} Common passwords and the account's own words are refused.`,
    displayName:
      'must match: Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
    email:
      'must match: One plain address: at most 64 characters before the @, and 63 in each part of its domain.',
  };
  for (const [field, message] of Object.entries(rules)) {
    for (const text of ['\ud800 long enough', 'long enough \udc00', 'long \udc00\ud800 enough']) {
      const value = field === 'email' ? `${text.replaceAll(' ', '')}@example.com` : text;
      t.strictSame(await refusedFields(newRegistration({ [field]: value })), [
        400,
        [{ in: 'body', field, message }],
      ]);
    }
  }
  const { email } = await registerUser(app, { password: 'quiet \ufffd kettles' });
  const answer = await call(app, 'login', { body: { email, password: 'quiet \ud800 kettles' } });
  const errors = [{ in: 'body', field: 'password', message: whole }];
  assertProblem(t, answer, { ...problems.validation, instance: '/api/auth/login', errors });
});

t.test('refuses artists where an administrator decides', async (t) => {
  const strict = await another({ ARTIST_SIGNUP: 'approval' });
  const body = newRegistration({ role: 'artist' });
  assertProblem(t, await call(strict, 'register', { body }), {
    status: 403,
    code: 'ARTIST_NEEDS_APPROVAL',
    title: 'Artists are admitted by an administrator here',
    instance,
  });
  t.equal(await accounts.countDocuments({ email: body.email }), 0);
  t.equal((await registerUser(app, { role: 'artist' })).session.user.role, 'artist');
});

t.test('answers with the account and its first tokens', async (t) => {
  const { email, session } = await registerUser(app, { displayName: ' Ada Lovelace ' });
  const { accessToken, refreshToken, user } = session;
  t.match(refreshToken, /^[\w-]{43}$/);
  t.strictSame(session, {
    accessToken,
    refreshToken,
    tokenType: 'Bearer',
    expiresIn: 900,
    user: {
      id: user.id,
      email,
      displayName: 'Ada Lovelace',
      role: 'listener',
      emailVerified: false,
      releaseMails: false,
      createdAt: user.createdAt,
    },
  });
  const me = await call(app, 'getMe', { token: accessToken });
  t.strictSame(me.json(), user);
});

t.test('publishes the registration with the correlation id of the request', async (t) => {
  const body = newRegistration();
  const headers = { 'x-correlation-id': 'registration-of-ada' };
  const { user } = (await call(app, 'register', { body, headers })).json<AuthSession>();
  const [welcome, code, ...more] = await eventsOf(app, user.id);
  t.strictSame(more, []);
  t.strictSame(welcome, {
    specversion: '1.0',
    id: welcome?.id,
    source: '/auth',
    type: 'downbeat.user.registered.v1',
    subject: user.id,
    time: welcome?.time,
    datacontenttype: 'application/json',
    correlationid: 'registration-of-ada',
    data: { userId: user.id, email: user.email, displayName: 'Ada', role: 'listener' },
  });
  t.match(code, { type: 'downbeat.user.verification-requested.v1', correlationid: 'registration-of-ada' });
});

t.test('creates no account and no event for an e-mail address that no mail server accepts', async (t) => {
  const events = app.mongo.db.collection('outbox');
  const before = [await accounts.countDocuments(), await events.countDocuments()];
  const message =
    'must match: One plain address: at most 64 characters before the @, and 63 in each part of its domain.';
  for (const email of [
    `${'l'.repeat(65)}@example.com`,
    `ada@${'d'.repeat(64)}.com`,
    `ada@mail.${'d'.repeat(64)}`,
    'ada@b',
  ]) {
    const answer = await call(app, 'register', { body: newRegistration({ email }) });
    const errors = [{ in: 'body', field: 'email', message }];
    assertProblem(t, answer, { ...problems.validation, instance, errors });
  }
  t.strictSame([await accounts.countDocuments(), await events.countDocuments()], before);
});

t.test('accepts an e-mail address whose parts have their maximum length', async (t) => {
  for (const email of [`${'l'.repeat(64)}@example.com`, `ada@${'d'.repeat(63)}.com`]) {
    const answer = await call(app, 'register', { body: newRegistration({ email }) });
    t.equal(answer.statusCode, 201, email);
    const events = await eventsOf(app, answer.json<AuthSession>().user.id);
    t.equal(events.length, 2, 'a welcome and a code');
  }
});

const DAY_MS = 24 * 60 * 60 * 1000;

t.test('frees an address that is not confirmed within seven days', async (t) => {
  const first = await registerUser(app);
  const confirmed = await registerUser(app);
  await app.mongo.db
    .collection<{ _id: string }>('accounts')
    .updateOne({ _id: confirmed.session.user.id }, { $unset: { expiresAt: true } });
  const again = (email: string) => call(app, 'register', { body: newRegistration({ email }) });
  await advance(7 * DAY_MS - 60_000);
  t.equal((await again(first.email)).statusCode, 409);
  await advance(120_000);
  const answer = await again(first.email);
  t.equal(answer.statusCode, 201);
  t.not(answer.json<AuthSession>().user.id, first.session.user.id);
  t.equal(await accounts.countDocuments({ email: first.email }), 1);
  const { refreshToken } = first.session;
  t.equal(
    (await call(app, 'refresh', { body: { refreshToken } })).statusCode,
    401,
    'the former session is over',
  );
  t.equal((await again(confirmed.email)).statusCode, 409);
  const indexes = await accounts.indexes();
  t.match(
    indexes.find(({ name }) => name === 'ttl'),
    { key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  );
});

import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { MINUTE_MS, SECOND_MS } from '../../src/clock.ts';
import { build } from '../kit/build.ts';
import { eventsOf, lastCodeFor } from '../kit/events.ts';
import { assertProblem, problems } from '../kit/problem.ts';
import { type RegisteredUser, call, logIn, newRegistration, registerUser } from '../kit/users.ts';

t.setTimeout(120_000);

const { app, another, advance, sealPrivateKey } = await build(t, { THROTTLE_FIRST_WAIT_MS: '120000' });
const instance = '/api/auth/password/reset';
const newPassword = 'two bridges before noon';
const forgot = (email: string) => call(app, 'forgotPassword', { body: { email } });
const reset = (email: string, code: unknown, password = newPassword) =>
  call(app, 'resetPassword', { body: { email, code, newPassword: password } });
const codeFor = ({ session }: RegisteredUser) => lastCodeFor(app, session.user.id, sealPrivateKey, 'reset');
const otherThan = (code: string) => ((Number(code) + 1) % 1_000_000).toString().padStart(6, '0');
const codeInvalid = { ...problems.codeInvalid, instance };

const requested = async (): Promise<{ account: RegisteredUser; code: string }> => {
  const account = await registerUser(app);
  await forgot(account.email);
  return { account, code: await codeFor(account) };
};

t.test('gives the same answers for an address with and without account', async (t) => {
  const { email } = await registerUser(app);
  const unknown = newRegistration().email;
  for (const address of [email, unknown]) {
    const accepted = await forgot(address);
    t.equal(accepted.statusCode, 202);
    t.equal(accepted.body, '');
    const again = await forgot(` ${address.toUpperCase()}`);
    assertProblem(t, again, { ...problems.tooManyCodes, instance: '/api/auth/password/forgot' });
    t.ok(Number(again.headers['retry-after']) <= 60 && Number(again.headers['retry-after']) > 50);
    for (let attempt = 0; attempt < 3; attempt += 1)
      assertProblem(t, await reset(address, '123456'), codeInvalid);
  }
});

t.test('mails no more than five codes an hour, and none to an address without account', async (t) => {
  const account = await registerUser(app);
  const unknown = newRegistration().email;
  for (const address of [account.email, unknown]) {
    for (let mail = 1; mail <= 5; mail += 1) {
      t.equal((await forgot(address)).statusCode, 202, `mail ${mail}`);
      await advance(61 * SECOND_MS);
    }
    t.equal((await forgot(address)).statusCode, 429);
  }
  const events = await eventsOf(app, account.session.user.id);
  t.equal(events.filter(({ type }) => type.includes('password-reset')).length, 5);
  const mailed = await app.mongo.db.collection('outbox').countDocuments({ 'event.data.email': unknown });
  t.equal(mailed, 0);
});

t.test('sets the password, ends every auth session within 5 s and tells the owner', async (t) => {
  const { account, code } = await requested();
  const { user, accessToken: token, refreshToken } = account.session;
  const elsewhere = await logIn(app, account);
  const other = await another();
  t.equal((await call(other, 'getMe', { token })).statusCode, 200);

  const answer = await reset(account.email, code);
  t.equal(answer.statusCode, 204);
  t.equal(answer.body, '');
  for (const access of [token, elsewhere.accessToken])
    assertProblem(t, await call(app, 'getMe', { token: access }), {
      ...problems.sessionRevoked,
      instance: '/api/auth/me',
    });
  await waitFor(
    'the other instance to know',
    async () => (await call(other, 'getMe', { token })).statusCode === 401,
    { timeoutMs: 5000 },
  );
  t.match((await call(app, 'refresh', { body: { refreshToken } })).json(), { code: 'REFRESH_TOKEN_INVALID' });
  const { email } = account;
  t.match((await call(app, 'login', { body: { email, password: account.password } })).json(), {
    code: 'INVALID_CREDENTIALS',
  });
  const signedIn = await logIn(app, { email, password: newPassword });
  t.equal(signedIn.user.emailVerified, true, 'the code was read at the address');
  t.match((await eventsOf(app, user.id)).at(-1), {
    type: 'downbeat.user.password-changed.v1',
    data: { userId: user.id, email, displayName: user.displayName },
  });
  const [, payload = ''] = token.split('.');
  const { sid } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid: string };
  t.match(await eventsOf(app, sid), [
    { type: 'downbeat.session.revoked.v1', data: { reason: 'password-change' } },
  ]);
});

t.test('refuses a code that was used, is old, was replaced, or is for another address', async (t) => {
  const used = await requested();
  t.equal((await reset(used.account.email, used.code)).statusCode, 204);
  assertProblem(t, await reset(used.account.email, used.code), codeInvalid);

  const old = await requested();
  await advance(10 * MINUTE_MS + SECOND_MS);
  assertProblem(t, await reset(old.account.email, old.code), codeInvalid);
  await forgot(old.account.email);
  const fresh = await codeFor(old.account);
  if (fresh !== old.code) assertProblem(t, await reset(old.account.email, old.code), codeInvalid);

  const eve = await requested();
  if (eve.code !== fresh) assertProblem(t, await reset(old.account.email, eve.code), codeInvalid);
  t.equal((await reset(old.account.email, fresh)).statusCode, 204);
});

t.test('does not take the code that confirms an address for one that resets a password', async (t) => {
  const account = await registerUser(app);
  const verification = await lastCodeFor(app, account.session.user.id, sealPrivateKey);
  assertProblem(t, await reset(account.email, verification), codeInvalid);
});

t.test('refuses the right code after five wrong ones', async (t) => {
  const { account, code } = await requested();
  for (let attempt = 0; attempt < 5; attempt += 1)
    assertProblem(t, await reset(account.email, otherThan(code)), codeInvalid);
  assertProblem(t, await reset(account.email, code), codeInvalid);
});

t.test('slows down one IP that guesses codes', async (t) => {
  const { account, code } = await requested();
  const guess = () =>
    call(app, 'resetPassword', {
      body: { email: account.email, code: otherThan(code), newPassword },
      ip: '192.0.2.77',
    });
  for (let attempt = 0; attempt < 5; attempt += 1) t.equal((await guess()).statusCode, 400);
  assertProblem(t, await guess(), { ...problems.tooManyFailures, instance });
});

t.test('keeps the code when the password is refused', async (t) => {
  const { account, code } = await requested();
  const [local = ''] = account.email.split('@');
  for (const weak of ['password1', `${local}99`]) {
    const refused = await reset(account.email, code, weak);
    t.match(refused.json(), { code: 'PASSWORD_REFUSED', errors: [{ in: 'body', field: 'newPassword' }] });
  }
  t.equal((await reset(account.email, code)).statusCode, 204);
});

t.test('refuses a password of the display name only to the owner of the code', async (t) => {
  const account = await registerUser(app, { displayName: 'Quillonbrask' });
  await forgot(account.email);
  const code = await codeFor(account);
  assertProblem(t, await reset(account.email, otherThan(code), 'quillonbrask12'), codeInvalid);
  t.match((await reset(account.email, code, 'quillonbrask12')).json(), { code: 'PASSWORD_REFUSED' });
});

t.test('resets once when a code is sent in twenty times at once', async (t) => {
  const { account, code } = await requested();
  const answers = await Promise.all(Array.from({ length: 20 }, () => reset(account.email, code)));
  t.equal(answers.filter((answer) => answer.statusCode === 204).length, 1);
  const events = await eventsOf(app, account.session.user.id);
  t.equal(events.filter(({ type }) => type.includes('password-changed')).length, 1);
});

t.test('lets no sign-in with the old password outlive the reset', async (t) => {
  for (let round = 0; round < 5; round += 1) {
    const { account, code } = await requested();
    const { email, password } = account;
    const signIn = () => call(app, 'login', { body: { email, password } });
    const [answer, ...logins] = await Promise.all([reset(email, code), signIn(), signIn(), signIn()]);
    t.equal(answer.statusCode, 204);
    for (const login of logins.filter(({ statusCode }) => statusCode === 200)) {
      const { accessToken } = login.json<{ accessToken: string }>();
      t.equal((await call(app, 'getMe', { token: accessToken })).statusCode, 401);
    }
    t.equal((await signIn()).statusCode, 401);
  }
});

t.test('gives an account that only signs in with Google a password', async (t) => {
  const { account } = await requested();
  const { email, session } = account;
  const rows = app.mongo.db.collection<{ _id: string }>('accounts');
  await rows.updateOne({ _id: session.user.id }, { $set: { passwordHash: null } });
  t.equal((await reset(email, await codeFor(account))).statusCode, 204);
  t.equal((await logIn(app, { email, password: newPassword })).user.id, session.user.id);
});

t.test('writes requests and resets to the audit', async (t) => {
  const { account, code } = await requested();
  await reset(account.email, otherThan(code));
  await reset(account.email, code);
  const found = await app.mongo.db
    .collection('audit')
    .find({ userId: account.session.user.id })
    .sort({ _id: 1 })
    .toArray();
  t.strictSame(
    found.map(({ action, outcome }) => `${String(action)} ${String(outcome)}`),
    [
      'register success',
      'forgot-password success',
      'reset-password CODE_INVALID',
      'reset-password success',
      'end-session success',
    ],
  );
});

import t from 'tap';
import { build } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import { assertProblem, problems } from '../kit/problem.ts';
import { type RegisteredUser, call, logIn, registerUser } from '../kit/users.ts';

const { app } = await build(t, { THROTTLE_FIRST_WAIT_MS: '120000' });
const instance = '/api/auth/password/change';
const newPassword = 'two bridges before noon';
const change = (
  { session }: Pick<RegisteredUser, 'session'>,
  currentPassword: string,
  password = newPassword,
  ip?: string,
) =>
  call(app, 'changePassword', {
    token: session.accessToken,
    body: { currentPassword, newPassword: password },
    ...(ip !== undefined && { ip }),
  });

t.test('refuses to change a password without a token', async (t) => {
  const body = { currentPassword: 'a', newPassword };
  assertProblem(t, await call(app, 'changePassword', { body }), { ...problems.unauthenticated, instance });
});

t.test('changes the password, keeps this auth session and ends the others', async (t) => {
  const account = await registerUser(app);
  const { email, password, session } = account;
  const elsewhere = await logIn(app, account);
  const answer = await change(account, password);
  t.equal(answer.statusCode, 204);
  t.equal(answer.body, '');
  t.equal((await call(app, 'getMe', { token: session.accessToken })).statusCode, 200);
  t.equal((await call(app, 'refresh', { body: { refreshToken: session.refreshToken } })).statusCode, 200);
  assertProblem(t, await call(app, 'getMe', { token: elsewhere.accessToken }), {
    ...problems.sessionRevoked,
    instance: '/api/auth/me',
  });
  t.equal((await call(app, 'login', { body: { email, password } })).statusCode, 401);
  await logIn(app, { email, password: newPassword });
  t.match((await eventsOf(app, session.user.id)).at(-1), {
    type: 'downbeat.user.password-changed.v1',
    data: { email, displayName: session.user.displayName },
  });
});

t.test('refuses a wrong current password, and soon slows down further guesses', async (t) => {
  const account = await registerUser(app);
  const errors = [{ in: 'body', field: 'currentPassword', message: 'is not the password of this account' }];
  for (let guess = 0; guess < 5; guess += 1) {
    const wrong = await change(account, 'not the password', newPassword, '192.0.2.55');
    assertProblem(t, wrong, { ...problems.wrongPassword, instance, errors });
  }
  const slowed = await change(account, account.password, newPassword, '192.0.2.55');
  assertProblem(t, slowed, { ...problems.tooManyFailures, instance });
  t.ok(Number(slowed.headers['retry-after']) >= 1);
  await logIn(app, account);
});

t.test('refuses a password by the same rules as a registration', async (t) => {
  const account = await registerUser(app, { displayName: 'Quillonbrask' });
  for (const weak of ['password1', 'quillonbrask12']) {
    t.match((await change(account, account.password, weak)).json(), {
      code: 'PASSWORD_REFUSED',
      errors: [{ in: 'body', field: 'newPassword' }],
    });
  }
  t.match((await change(account, account.password, 'short')).json(), { code: 'VALIDATION_FAILED' });
});

t.test('tells an account without password how to get one', async (t) => {
  const account = await registerUser(app);
  const rows = app.mongo.db.collection<{ _id: string }>('accounts');
  await rows.updateOne({ _id: account.session.user.id }, { $set: { passwordHash: null } });
  assertProblem(t, await change(account, account.password), {
    ...problems.noPassword,
    instance,
    detail: 'It signs in with Google. A code for a forgotten password sets one.',
  });
});

t.test('makes one of two changes at the same time', async (t) => {
  const account = await registerUser(app);
  const answers = await Promise.all([
    change(account, account.password, 'first of the two bridges'),
    change(account, account.password, 'second of the two bridges'),
  ]);
  t.strictSame(answers.map(({ statusCode }) => statusCode).sort(), [204, 400]);
});

t.test('writes changes and refusals to the audit', async (t) => {
  const account = await registerUser(app);
  await logIn(app, account);
  await change(account, 'not the password');
  await change(account, account.password);
  const userId = account.session.user.id;
  const found = await app.mongo.db.collection('audit').find({ userId }).sort({ _id: 1 }).toArray();
  t.strictSame(
    found.map(({ action, outcome }) => `${String(action)} ${String(outcome)}`),
    [
      'register success',
      'login success',
      'change-password WRONG_PASSWORD',
      'change-password success',
      'end-session success',
    ],
  );
});

import t from 'tap';
import type { AuthSession } from '../../src/generated/schemas.gen.ts';
import { build } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import { call, registerUser } from '../kit/users.ts';
import { assertProblem, problems } from '../kit/problem.ts';

const { app } = await build(t);
const instance = '/api/auth/me';

t.test('refuses requests without a token', async (t) => {
  for (const name of ['getMe', 'updateMe'] as const) {
    const answer = await call(app, name, name === 'updateMe' ? { body: { displayName: 'Eve' } } : {});
    assertProblem(t, answer, { ...problems.unauthenticated, instance });
  }
});

t.test('refuses the token of a deleted account', async (t) => {
  const { session } = await registerUser(app);
  await app.mongo.db.collection<{ _id: string }>('accounts').deleteOne({ _id: session.user.id });
  const token = session.accessToken;
  assertProblem(t, await call(app, 'getMe', { token }), { ...problems.unauthenticated, instance });
  const renaming = await call(app, 'updateMe', { token, body: { displayName: 'Eve' } });
  assertProblem(t, renaming, { ...problems.unauthenticated, instance });
});

t.test('changes no field but the display name', async (t) => {
  const { session } = await registerUser(app);
  const token = session.accessToken;
  for (const field of ['role', 'email', 'emailVerified', 'id', '_id', '$set']) {
    const answer = await call(app, 'updateMe', { token, body: { displayName: 'Eve', [field]: 'admin' } });
    const errors = [{ in: 'body', field, message: 'is not known here' }];
    assertProblem(t, answer, { ...problems.validation, instance, errors });
  }
  t.strictSame((await call(app, 'getMe', { token })).json(), session.user);
});

t.test('refuses an invisible name and one with line breaks', async (t) => {
  const { session } = await registerUser(app);
  for (const displayName of ['', '   ', 'Ada\r\nBcc: eve@example.com', 'a'.repeat(81), { $gt: '' }, null]) {
    const answer = await call(app, 'updateMe', { token: session.accessToken, body: { displayName } });
    t.equal(answer.statusCode, 400, JSON.stringify(displayName));
    t.match(answer.json(), { code: 'VALIDATION_FAILED', errors: [{ in: 'body', field: 'displayName' }] });
  }
});

t.test('measures a name in its composed form, where one character can become two', async (t) => {
  const { session } = await registerUser(app);
  const token = session.accessToken;
  const message = 'must be at most 80 characters when composed (NFC)';
  const errors = [{ in: 'body', field: 'displayName', message }];
  for (const length of [41, 80]) {
    const answer = await call(app, 'updateMe', { token, body: { displayName: '\u0958'.repeat(length) } });
    assertProblem(t, answer, { ...problems.validation, instance, errors });
  }
  t.strictSame((await call(app, 'getMe', { token })).json(), session.user, 'nothing has changed');
  const longest = await call(app, 'updateMe', { token, body: { displayName: '\u0958'.repeat(40) } });
  t.strictSame(longest.json(), { ...session.user, displayName: '\u0915\u093c'.repeat(40) });
});

t.test('changes the name in the account, in the next token and in an event', async (t) => {
  const { session } = await registerUser(app);
  const { user, accessToken: token, refreshToken } = session;
  const answer = await call(app, 'updateMe', { token, body: { displayName: ' Ada “the Count” Ångström ' } });
  t.equal(answer.statusCode, 200);
  const renamed = { ...user, displayName: 'Ada “the Count” Ångström' };
  t.strictSame(answer.json(), renamed);

  const next = (await call(app, 'refresh', { body: { refreshToken } })).json<AuthSession>();
  t.strictSame(next.user, renamed);
  const events = await eventsOf(app, user.id);
  t.match(events.at(-1), {
    type: 'downbeat.user.renamed.v1',
    data: { userId: user.id, displayName: renamed.displayName },
  });
});

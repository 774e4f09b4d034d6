import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CommandError } from '@downbeat/shared/lifecycle';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { acceptAdminRequest } from '../../src/cli/admin.ts';
import { build } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import { call, registerUser, logIn, newRegistration } from '../kit/users.ts';
import { assertProblem, problems } from '../kit/problem.ts';
import { claimsOf } from '../kit/tokens.ts';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const { app, env } = await build(t);

const run = (name: string, args: string[], more: Record<string, string> = {}): Promise<Outcome> =>
  new Promise((resolve) => {
    const script = fileURLToPath(new URL(`../../src/cli/${name}.ts`, import.meta.url));
    execFile(process.execPath, [script, ...args], { env: { ...env, ...more } }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

const password = 'violet harbour lanterns';
const createAdmin = (email: string, name = 'Root') =>
  run('create-admin', ['--email', email, '--name', name], { ADMIN_PASSWORD: password });
const setRole = (email: string, role: string) => run('set-role', ['--email', email, '--role', role]);

t.test('refuses an invalid e-mail address, name or password with a sentence', async (t) => {
  const request = { email: 'root@example.com', displayName: 'Root', password };
  const cases = [
    [{ email: 'not an address' }, /one plain address/],
    [{ displayName: '\u0958'.repeat(41) }, /1 to 80 characters/],
    [{ displayName: ' ' }, /1 to 80 characters/],
    [{ displayName: 'A\u202Eb' }, /no control characters, nor those that turn the direction of writing/],
    [{ displayName: 'A\nb' }, /no control characters/],
    [{ password: 'short' }, /8 to 128 characters/],
    [{ password: 'x'.repeat(129) }, /8 to 128 characters/],
    [{ password: 'password123' }, /tried first/],
    [{ email: 'harbour.lights@example.com', password: 'harbourlights' }, /your own name/],
  ] as const;
  for (const [change, message] of cases) {
    t.throws(() => acceptAdminRequest({ ...request, ...change }), { message });
    t.throws(() => acceptAdminRequest({ ...request, ...change }), CommandError);
  }
  t.strictSame(
    acceptAdminRequest({ ...request, email: ' ROOT@Example.com', displayName: ' Root ' }),
    request,
  );
});

t.test('prints one sentence and exits with 1 when the request cannot be granted', async (t) => {
  t.match(await run('create-admin', ['--email', newRegistration().email]), {
    code: 1,
    out: '',
    err: /^usage: ADMIN_PASSWORD=/,
  });
  t.strictSame(await createAdmin(newRegistration().email, 'A\u202Eb'), {
    code: 1,
    out: '',
    err: 'The name must have 1 to 80 characters, no control characters, nor those that turn the direction of writing.\n',
  });
  t.match(await setRole(newRegistration().email, 'king'), { code: 1, out: '', err: /^usage:/ });
  t.match(await setRole(newRegistration().email, 'admin'), { code: 1, out: '', err: /^There is no account/ });
  t.equal(await app.mongo.db.collection('accounts').countDocuments(), 0);
});

t.test('creates an administrator once, who can log in', async (t) => {
  const { email } = newRegistration();
  t.strictSame(await createAdmin(email), { code: 0, out: `administrator ${email}: created\n`, err: '' });
  t.strictSame(await createAdmin(email), { code: 0, out: `administrator ${email}: unchanged\n`, err: '' });
  const { user } = await logIn(app, { email, password });
  t.match(user, { email, displayName: 'Root', role: 'admin', emailVerified: true });
  t.equal((await eventsOf(app, user.id)).length, 1);
  t.match(await app.mongo.db.collection('audit').findOne({ userId: user.id, action: 'create-admin' }), {
    outcome: 'success',
    ip: 'command line',
  });
});

t.test('promotes an existing account, which keeps its password', async (t) => {
  const account = await registerUser(app);
  const { email } = account;
  t.strictSame(await createAdmin(email), { code: 0, out: `administrator ${email}: promoted\n`, err: '' });
  t.strictSame(await createAdmin(email), { code: 0, out: `administrator ${email}: unchanged\n`, err: '' });
  t.match((await logIn(app, account)).user, { role: 'admin', displayName: 'Ada' });
});

t.test('ends the auth sessions of the old role when a role changes', async (t) => {
  const account = await registerUser(app);
  const { accessToken: token, refreshToken } = account.session;
  const outcome = await setRole(account.email, 'artist');
  t.strictSame(outcome, { code: 0, out: `${account.email}: listener -> artist\n`, err: '' });
  await waitFor('the old token to end', async () => (await call(app, 'getMe', { token })).statusCode === 401);
  assertProblem(t, await call(app, 'refresh', { body: { refreshToken } }), {
    ...problems.refreshInvalid,
    instance: '/api/auth/refresh',
  });
  t.equal((await logIn(app, account)).user.role, 'artist');
  const [event] = await eventsOf(app, claimsOf(token).sid);
  t.match(event, { type: 'downbeat.session.revoked.v1', data: { reason: 'role-change' } });
});

t.test(
  'changes a role together with its auth sessions or not at all, so that the command can be repeated',
  async (t) => {
    const account = await registerUser(app);
    const other = await logIn(app, account);
    const tokens = [account.session.accessToken, other.accessToken];
    const ids = tokens.map((token) => claimsOf(token).sid);
    const endings = async () => (await Promise.all(ids.map((id) => eventsOf(app, id)))).flat();
    const { db } = app.mongo;
    // The last auth session cannot be ended: the outbox refuses its event.
    await db.command({ collMod: 'outbox', validator: { subject: { $ne: ids.toSorted().at(-1) } } });
    t.equal((await setRole(account.email, 'artist')).code, 1);
    await db.command({ collMod: 'outbox', validator: {} });
    t.strictSame(await endings(), []);
    for (const token of tokens) t.match((await call(app, 'getMe', { token })).json(), { role: 'listener' });

    const outcome = await setRole(account.email, 'artist');
    t.strictSame(outcome, { code: 0, out: `${account.email}: listener -> artist\n`, err: '' });
    t.equal((await endings()).length, 2);
    const statuses = async () => {
      const answers = await Promise.all(tokens.map((token) => call(app, 'getMe', { token })));
      return answers.map(({ statusCode }) => statusCode);
    };
    await waitFor('both tokens to end', async () => (await statuses()).every((status) => status === 401));
  },
);

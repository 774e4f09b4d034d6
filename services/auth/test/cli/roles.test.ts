import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { build } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import { call, enrol, signIn, someone } from '../kit/people.ts';
import { isProblem, problems } from '../kit/problem.ts';
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

t.test('what cannot be done is a sentence and an exit code', async (t) => {
  t.match(await run('create-admin', ['--email', someone().email]), {
    code: 1,
    out: '',
    err: /^usage: ADMIN_PASSWORD=/,
  });
  t.strictSame(await createAdmin(someone().email, 'A\u202Eb'), {
    code: 1,
    out: '',
    err: 'The name must have 1 to 80 characters, no control characters, nor those that turn the direction of writing.\n',
  });
  t.match(await setRole(someone().email, 'king'), { code: 1, out: '', err: /^usage:/ });
  t.match(await setRole(someone().email, 'admin'), { code: 1, out: '', err: /^There is no account/ });
  t.equal(await app.mongo.db.collection('accounts').countDocuments(), 0);
});

t.test('an administrator is made once, and can sign in', async (t) => {
  const { email } = someone();
  t.strictSame(await createAdmin(email), { code: 0, out: `administrator ${email}: created\n`, err: '' });
  t.strictSame(await createAdmin(email), { code: 0, out: `administrator ${email}: unchanged\n`, err: '' });
  const { user } = await signIn(app, { email, password });
  t.match(user, { email, displayName: 'Root', role: 'admin', emailVerified: true });
  t.equal((await eventsOf(app, user.id)).length, 1);
  t.match(await app.mongo.db.collection('audit').findOne({ userId: user.id, action: 'create-admin' }), {
    outcome: 'success',
    address: 'command line',
  });
});

t.test('a changed role ends what still says the old one', async (t) => {
  const person = await enrol(app);
  const { accessToken: token, refreshToken } = person.session;
  const outcome = await setRole(person.email, 'artist');
  t.strictSame(outcome, { code: 0, out: `${person.email}: listener -> artist\n`, err: '' });
  await waitFor('the old token to end', async () => (await call(app, 'getMe', { token })).statusCode === 401);
  isProblem(t, await call(app, 'refresh', { body: { refreshToken } }), {
    ...problems.refreshInvalid,
    instance: '/api/auth/refresh',
  });
  t.equal((await signIn(app, person)).user.role, 'artist');
  const [event] = await eventsOf(app, claimsOf(token).sid);
  t.match(event, { type: 'downbeat.session.revoked.v1', data: { reason: 'role-change' } });
});

t.test(
  'a role changes with its sessions or not at all, so that the command can be given again',
  async (t) => {
    const person = await enrol(app);
    const other = await signIn(app, person);
    const tokens = [person.session.accessToken, other.accessToken];
    const ids = tokens.map((token) => claimsOf(token).sid);
    const endings = async () => (await Promise.all(ids.map((id) => eventsOf(app, id)))).flat();
    const { db } = app.mongo;
    // The last of the sessions cannot be ended: its event is not taken.
    await db.command({ collMod: 'outbox', validator: { subject: { $ne: ids.toSorted().at(-1) } } });
    t.equal((await setRole(person.email, 'artist')).code, 1);
    await db.command({ collMod: 'outbox', validator: {} });
    t.strictSame(await endings(), []);
    for (const token of tokens) t.match((await call(app, 'getMe', { token })).json(), { role: 'listener' });

    const outcome = await setRole(person.email, 'artist');
    t.strictSame(outcome, { code: 0, out: `${person.email}: listener -> artist\n`, err: '' });
    t.equal((await endings()).length, 2);
    const statuses = async () => {
      const answers = await Promise.all(tokens.map((token) => call(app, 'getMe', { token })));
      return answers.map(({ statusCode }) => statusCode);
    };
    await waitFor('both tokens to end', async () => (await statuses()).every((status) => status === 401));
  },
);

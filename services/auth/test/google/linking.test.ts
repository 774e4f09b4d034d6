import { randomBytes } from 'node:crypto';
import t from 'tap';
import type { AuthSession } from '../../src/generated/schemas.gen.ts';
import { build } from '../kit/build.ts';
import { lastCodeFor } from '../kit/events.ts';
import { exchange, startProvider, travel } from '../kit/google.ts';
import { type Person, call, enrol, signIn } from '../kit/people.ts';

const provider = await startProvider(t);
const { app, sealPrivateKey } = await build(t, provider.env);

const subject = (): string => randomBytes(8).toString('hex');
const confirm = async ({ session }: Person): Promise<void> => {
  const code = await lastCodeFor(app, session.user.id, sealPrivateKey);
  const answer = await call(app, 'verifyEmail', { token: session.accessToken, body: { code } });
  if (answer.statusCode !== 200) throw new Error(answer.body);
};
const signInWithGoogle = async (): Promise<AuthSession> => {
  const { code } = await travel(app);
  return (await exchange(app, code)).json<AuthSession>();
};

t.test('an account whose address is not confirmed is not handed over', async (t) => {
  const person = await enrol(app);
  provider.claims = { sub: subject(), email: person.email };
  t.strictSame(await travel(app), { error: 'account_exists' });
  await signIn(app, person);
});

t.test('nor is one with a confirmed address, to a Google account without', async (t) => {
  const person = await enrol(app);
  await confirm(person);
  provider.claims = { sub: subject(), email: person.email, email_verified: false };
  t.strictSame(await travel(app), { error: 'email_unverified' });
  provider.claims = { sub: subject(), email: person.email, email_verified: 'true' };
  t.strictSame(await travel(app), { error: 'email_unverified' });
});

t.test('when both have confirmed the address, the account gets a second door', async (t) => {
  const person = await enrol(app, { role: 'artist', displayName: 'Ada' });
  await confirm(person);
  provider.claims = { sub: subject(), email: person.email.toUpperCase(), name: 'Another Name' };
  const session = await signInWithGoogle();
  t.strictSame(session.user, { ...person.session.user, emailVerified: true });
  await signIn(app, person);
  const audit = await app.mongo.db
    .collection('audit')
    .find({ userId: person.session.user.id })
    .sort({ _id: 1 })
    .toArray();
  t.strictSame(
    audit.map(({ action, outcome }) => [String(action), String(outcome)]),
    [
      ['register', 'success'],
      ['verify-email', 'success'],
      ['link-google', 'success'],
      ['login-google', 'success'],
      ['login', 'success'],
    ],
  );
});

t.test('somebody is known by issuer and subject, whatever the address does', async (t) => {
  const sub = subject();
  provider.claims = { sub, email: `${sub}@example.com` };
  const first = await signInWithGoogle();
  provider.claims = { sub, email: `moved-${sub}@example.com`, email_verified: false };
  t.equal((await signInWithGoogle()).user.id, first.user.id);

  provider.claims = { sub: subject(), email: `moved-${sub}@example.com` };
  t.not((await signInWithGoogle()).user.id, first.user.id, 'a new owner of the address is somebody else');
});

t.test('a second Google account with the same confirmed address opens the same account', async (t) => {
  const sub = subject();
  provider.claims = { sub, email: `${sub}@example.com` };
  const first = await signInWithGoogle();
  provider.claims = { sub: subject(), email: `${sub}@example.com` };
  t.equal((await signInWithGoogle()).user.id, first.user.id);
});

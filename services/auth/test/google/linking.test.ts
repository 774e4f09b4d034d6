import { randomBytes } from 'node:crypto';
import t from 'tap';
import type { AuthSession } from '../../src/generated/schemas.gen.ts';
import { build } from '../kit/build.ts';
import { lastCodeFor } from '../kit/events.ts';
import { exchange, startProvider, signInAtGoogle } from '../kit/google.ts';
import { type RegisteredUser, call, registerUser, logIn } from '../kit/users.ts';

const provider = await startProvider(t);
const { app, sealPrivateKey } = await build(t, provider.env);

const subject = (): string => randomBytes(8).toString('hex');
const confirm = async ({ session }: RegisteredUser): Promise<void> => {
  const code = await lastCodeFor(app, session.user.id, sealPrivateKey);
  const answer = await call(app, 'verifyEmail', { token: session.accessToken, body: { code } });
  if (answer.statusCode !== 200) throw new Error(answer.body);
};
const signInWithGoogle = async (): Promise<AuthSession> => {
  const { code } = await signInAtGoogle(app);
  return (await exchange(app, code)).json<AuthSession>();
};

t.test('does not link an account whose e-mail address is not confirmed', async (t) => {
  const account = await registerUser(app);
  provider.claims = { sub: subject(), email: account.email };
  t.strictSame(await signInAtGoogle(app), { error: 'account_exists' });
  await logIn(app, account);
});

t.test('does not link a Google user whose e-mail address is not confirmed', async (t) => {
  const account = await registerUser(app);
  await confirm(account);
  provider.claims = { sub: subject(), email: account.email, email_verified: false };
  t.strictSame(await signInAtGoogle(app), { error: 'email_unverified' });
  provider.claims = { sub: subject(), email: account.email, email_verified: 'true' };
  t.strictSame(await signInAtGoogle(app), { error: 'email_unverified' });
});

t.test('links the account when both sides have confirmed the e-mail address', async (t) => {
  const account = await registerUser(app, { role: 'artist', displayName: 'Ada' });
  await confirm(account);
  provider.claims = { sub: subject(), email: account.email.toUpperCase(), name: 'Another Name' };
  const session = await signInWithGoogle();
  t.strictSame(session.user, { ...account.session.user, emailVerified: true });
  await logIn(app, account);
  const audit = await app.mongo.db
    .collection('audit')
    .find({ userId: account.session.user.id })
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

t.test('identifies a Google user by issuer and subject when the e-mail address changes', async (t) => {
  const sub = subject();
  provider.claims = { sub, email: `${sub}@example.com` };
  const first = await signInWithGoogle();
  provider.claims = { sub, email: `moved-${sub}@example.com`, email_verified: false };
  t.equal((await signInWithGoogle()).user.id, first.user.id);

  provider.claims = { sub: subject(), email: `moved-${sub}@example.com` };
  t.not(
    (await signInWithGoogle()).user.id,
    first.user.id,
    'the new owner of the e-mail address gets another account',
  );
});

t.test('links a second Google user with the same confirmed e-mail address', async (t) => {
  const sub = subject();
  provider.claims = { sub, email: `${sub}@example.com` };
  const first = await signInWithGoogle();
  provider.claims = { sub: subject(), email: `${sub}@example.com` };
  t.equal((await signInWithGoogle()).user.id, first.user.id);
});

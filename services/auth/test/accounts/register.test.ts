import t from 'tap';
import { build } from '../kit/build.ts';
import { enrol, post, someone } from '../kit/people.ts';
import { isProblem } from '../kit/problem.ts';

t.test('a second account with the same address is refused', async (t) => {
  const { app } = await build(t);
  const { email } = await enrol(app);
  const again = await post(app, 'register', someone({ email }));
  isProblem(t, again, {
    status: 409,
    code: 'EMAIL_TAKEN',
    title: 'There is an account with this e-mail address',
    instance: '/api/auth/register',
  });
});

t.test('a registration answers the account and its first tokens', async (t) => {
  const { app } = await build(t);
  const { email, session } = await enrol(app, { displayName: ' Ada Lovelace ' });
  const { accessToken, refreshToken, user } = session;
  t.match(user.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
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
      createdAt: user.createdAt,
    },
  });
});

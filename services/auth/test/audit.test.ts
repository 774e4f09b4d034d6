import t from 'tap';
import { createAudit } from '../src/audit.ts';
import { build } from './kit/build.ts';
import { lastCodeFor } from './kit/events.ts';
import { call, registerUser, newRegistration } from './kit/users.ts';

const { app, sealPrivateKey } = await build(t);
const rows = () => app.mongo.db.collection('audit').find().sort({ _id: 1 }).toArray();

t.test('offers no way to change or remove an entry', async (t) => {
  t.strictSame(Object.keys(createAudit(app.mongo.db)), ['record']);
});

t.test('records account, action, IP, request id and outcome of each action', async (t) => {
  const from = (request: string) => ({
    ip: '192.0.2.9',
    headers: { 'x-request-id': `request-${request}`, 'user-agent': 'tap' },
  });
  const body = newRegistration();
  const registered = await call(app, 'register', { body, ...from('register') });
  const { user, accessToken: token } = registered.json<{ user: { id: string }; accessToken: string }>();
  await call(app, 'register', { body, ...from('taken') });
  const { email, password } = body;
  await call(app, 'login', { body: { email, password: 'not the password' }, ...from('wrong') });
  await call(app, 'login', { body: { email: newRegistration().email, password }, ...from('unknown') });
  await call(app, 'login', { body: { email, password }, ...from('login') });
  await call(app, 'updateMe', { token, body: { displayName: 'Ada L.' }, ...from('rename') });
  const code = await lastCodeFor(app, user.id, sealPrivateKey);
  const wrong = ((Number(code) + 1) % 1_000_000).toString().padStart(6, '0');
  await call(app, 'verifyEmail', { token, body: { code: wrong }, ...from('guess') });
  await call(app, 'verifyEmail', { token, body: { code }, ...from('verify') });
  await call(app, 'logout', { token, ...from('logout') });

  const found = await rows();
  const expected = [
    ['register', 'success', user.id, 'register'],
    ['register', 'EMAIL_TAKEN', null, 'taken'],
    ['login', 'INVALID_CREDENTIALS', user.id, 'wrong'],
    ['login', 'INVALID_CREDENTIALS', null, 'unknown'],
    ['login', 'success', user.id, 'login'],
    ['rename', 'success', user.id, 'rename'],
    ['verify-email', 'CODE_INVALID', user.id, 'guess'],
    ['verify-email', 'success', user.id, 'verify'],
    ['logout', 'success', user.id, 'logout'],
  ];
  t.strictSame(
    found.map(({ _id, at, ...row }) => {
      t.ok(at instanceof Date);
      return { ...row };
    }),
    expected.map(([action, outcome, userId, request]) => ({
      action,
      outcome,
      userId,
      ip: '192.0.2.9',
      userAgent: 'tap',
      requestId: `request-${request ?? ''}`,
    })),
  );
});

t.test('stores no e-mail address and no password of the request', async (t) => {
  const { email, password } = await registerUser(app);
  await call(app, 'login', { body: { email: `${password.replaceAll(' ', '')}@example.com`, password } });
  const text = JSON.stringify(await rows());
  for (const typed of [email, password, password.replaceAll(' ', '')]) t.notOk(text.includes(typed));
});

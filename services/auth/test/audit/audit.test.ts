import t from 'tap';
import { createAudit } from '../../src/audit/audit.ts';
import { build } from '../kit/build.ts';
import { lastCodeFor } from '../kit/events.ts';
import { call, enrol, someone } from '../kit/people.ts';

const { app, sealPrivateKey } = await build(t);
const rows = () => app.mongo.db.collection('audit').find().sort({ _id: 1 }).toArray();

t.test('rows can only be added', async (t) => {
  t.strictSame(Object.keys(createAudit(app.mongo.db)), ['record']);
});

t.test(
  'what somebody does is written down: who, what, from where, by which request, with what outcome',
  async (t) => {
    const from = (request: string) => ({
      address: '192.0.2.9',
      headers: { 'x-request-id': `request-${request}`, 'user-agent': 'tap' },
    });
    const body = someone();
    const registered = await call(app, 'register', { body, ...from('register') });
    const { user, accessToken: token } = registered.json<{ user: { id: string }; accessToken: string }>();
    await call(app, 'register', { body, ...from('taken') });
    const { email, password } = body;
    await call(app, 'login', { body: { email, password: 'not the password' }, ...from('wrong') });
    await call(app, 'login', { body: { email: someone().email, password }, ...from('unknown') });
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
        address: '192.0.2.9',
        userAgent: 'tap',
        requestId: `request-${request ?? ''}`,
      })),
    );
  },
);

t.test('a row says nothing that was typed in', async (t) => {
  const { email, password } = await enrol(app);
  await call(app, 'login', { body: { email: `${password.replaceAll(' ', '')}@example.com`, password } });
  const text = JSON.stringify(await rows());
  for (const typed of [email, password, password.replaceAll(' ', '')]) t.notOk(text.includes(typed));
});

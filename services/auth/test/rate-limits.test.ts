import t from 'tap';
import { operations } from '../src/generated/operations.gen.ts';
import { build } from './kit/build.ts';
import { type CallOptions, type OperationName, call, registerUser } from './kit/users.ts';
import { assertProblem } from './kit/problem.ts';

const { app, another } = await build(t, {
  REGISTRATIONS_PER_MINUTE: '2',
  REFRESHES_PER_MINUTE: '3',
  VERIFICATIONS_PER_MINUTE: '4',
  PASSWORD_REQUESTS_PER_MINUTE: '6',
  UNSUBSCRIBES_PER_MINUTE: '7',
  GOOGLE_STEPS_PER_MINUTE: '5',
});
const { session } = await registerUser(app);
const token = session.accessToken;
// A confirmed account keeps the code issuer's own limit out of this test.
await app.mongo.db.collection('accounts').updateOne({}, { $set: { emailVerified: true } });
const limited: Partial<Record<OperationName, { limit: number; options?: CallOptions }>> = {
  register: { limit: 2, options: { body: {} } },
  refresh: { limit: 3, options: { body: {} } },
  verifyEmail: { limit: 4, options: { token, body: {} } },
  resendVerification: { limit: 4, options: { token } },
  forgotPassword: { limit: 6, options: { body: {} } },
  resetPassword: { limit: 6, options: { body: {} } },
  changePassword: { limit: 6, options: { token, body: {} } },
  unsubscribe: { limit: 7 },
  openUnsubscribe: { limit: 7 },
  startGoogle: { limit: 5 },
  finishGoogle: { limit: 5 },
  exchangeGoogleCode: { limit: 5, options: { body: {} } },
};

for (const [name, { limit, options }] of Object.entries(limited)) {
  const operationId = name as OperationName;
  t.test(`${name} is limited per IP, on all instances together`, async (t) => {
    const attempt = (ip: string, instance = app) => call(instance, operationId, { ...options, ip });
    for (let n = 0; n < limit; n += 1) t.not((await attempt('2001:db8::1')).statusCode, 429);
    const refused = await attempt('2001:db8::2');
    assertProblem(t, refused, {
      status: 429,
      code: 'RATE_LIMITED',
      title: 'Too many requests',
      instance: operations[operationId].url,
    });
    t.match(refused.headers['retry-after'], /^([1-9]|[1-5]\d|60)$/);
    t.equal((await attempt('2001:db8::3', await another())).statusCode, 429, 'all instances count together');
    t.not((await attempt('2001:db8:0:1::1')).statusCode, 429, 'another network is not limited');
  });
}

t.test('does not limit routes that the login throttle or a token protects', async (t) => {
  const ip = '2001:db8::1';
  for (let n = 0; n < 10; n += 1) {
    t.equal((await call(app, 'login', { body: {}, ip })).statusCode, 400);
    t.equal((await call(app, 'getMe', { token, ip })).statusCode, 200);
  }
});

t.test('counts an IPv4 address by itself, in both of its notations', async (t) => {
  const attempt = (ip: string) => call(app, 'refresh', { body: {}, ip });
  for (let n = 0; n < 3; n += 1) t.not((await attempt('192.0.2.7')).statusCode, 429);
  t.equal((await attempt('::ffff:192.0.2.7')).statusCode, 429);
  t.not((await attempt('192.0.2.8')).statusCode, 429);
});

import t from 'tap';
import { operations } from '../src/generated/operations.gen.ts';
import { build } from './kit/build.ts';
import { type CallOptions, type OperationName, call, enrol } from './kit/people.ts';
import { isProblem } from './kit/problem.ts';

const { app, another } = await build(t, {
  REGISTRATIONS_PER_MINUTE: '2',
  REFRESHES_PER_MINUTE: '3',
  VERIFICATIONS_PER_MINUTE: '4',
  GOOGLE_STEPS_PER_MINUTE: '5',
});
const { session } = await enrol(app);
const token = session.accessToken;
// Otherwise mailing codes anew is slowed down by its own rule.
await app.mongo.db.collection('accounts').updateOne({}, { $set: { emailVerified: true } });
const limited: Partial<Record<OperationName, { limit: number; options?: CallOptions }>> = {
  register: { limit: 2, options: { body: {} } },
  refresh: { limit: 3, options: { body: {} } },
  verifyEmail: { limit: 4, options: { token, body: {} } },
  resendVerification: { limit: 4, options: { token } },
  startGoogle: { limit: 5 },
  finishGoogle: { limit: 5 },
  exchangeGoogleCode: { limit: 5, options: { body: {} } },
};

for (const [name, { limit, options }] of Object.entries(limited)) {
  const operationId = name as OperationName;
  t.test(`${name} is limited by address`, async (t) => {
    const attempt = (address: string, instance = app) => call(instance, operationId, { ...options, address });
    for (let n = 0; n < limit; n += 1) t.not((await attempt('2001:db8::1')).statusCode, 429);
    const refused = await attempt('2001:db8::2');
    isProblem(t, refused, {
      status: 429,
      code: 'RATE_LIMITED',
      title: 'Too many requests',
      instance: operations[operationId].url,
    });
    t.match(refused.headers['retry-after'], /^([1-9]|[1-5]\d|60)$/);
    t.equal((await attempt('2001:db8::3', await another())).statusCode, 429, 'by all instances together');
    t.not((await attempt('2001:db8:0:1::1')).statusCode, 429, 'others are not');
  });
}

t.test('what the throttle slows down, or only a token opens, is not counted', async (t) => {
  const address = '2001:db8::1';
  for (let n = 0; n < 10; n += 1) {
    t.equal((await call(app, 'login', { body: {}, address })).statusCode, 400);
    t.equal((await call(app, 'getMe', { token, address })).statusCode, 200);
  }
});

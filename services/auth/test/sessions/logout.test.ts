import { connectRabbit, EVENTS_EXCHANGE } from '@downbeat/shared/messaging';
import { redisKeys } from '@downbeat/shared/redis';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { build } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import { call, registerUser, logIn } from '../kit/users.ts';
import { assertProblem, problems } from '../kit/problem.ts';
import { claimsOf } from '../kit/tokens.ts';

const { app, another, amqpUrl } = await build(t);
const me = '/api/auth/me';

t.test('refuses to log out without a token', async (t) => {
  assertProblem(t, await call(app, 'logout'), { ...problems.unauthenticated, instance: '/api/auth/logout' });
});

t.test('ends this auth session on every instance, and no other', async (t) => {
  const other = await another();
  const account = await registerUser(app);
  const elsewhere = await logIn(app, account);
  const { accessToken: token, refreshToken } = account.session;
  t.equal(
    (await call(other, 'getMe', { token })).statusCode,
    200,
    'the other instance accepts the token and caches that',
  );

  const answer = await call(app, 'logout', { token });
  t.equal(answer.statusCode, 204);
  t.equal(answer.body, '');
  assertProblem(t, await call(app, 'getMe', { token }), { ...problems.sessionRevoked, instance: me });
  assertProblem(t, await call(app, 'logout', { token }), {
    ...problems.sessionRevoked,
    instance: '/api/auth/logout',
  });
  assertProblem(t, await call(app, 'refresh', { body: { refreshToken } }), {
    ...problems.refreshInvalid,
    instance: '/api/auth/refresh',
  });
  const refusal = await waitFor(
    'the other instance to know',
    async () => {
      const there = await call(other, 'getMe', { token });
      return there.statusCode === 401 && there;
    },
    { timeoutMs: 5000 },
  );
  assertProblem(t, refusal, { ...problems.sessionRevoked, instance: me });
  t.equal((await call(app, 'getMe', { token: elsewhere.accessToken })).statusCode, 200);
});

t.test('keeps an auth session revoked when Redis is flushed', async (t) => {
  const { session } = await registerUser(app);
  const token = session.accessToken;
  await call(app, 'logout', { token });
  const key = redisKeys.revokedSession(claimsOf(token).sid);
  t.equal(await app.redis.del(key), 1, 'Redis had the revocation');
  const fresh = await another();
  assertProblem(t, await call(fresh, 'getMe', { token }), { ...problems.sessionRevoked, instance: me });
});

t.test('publishes the revocation to the other services', async (t) => {
  const rabbit = await connectRabbit({ url: amqpUrl });
  t.teardown(() => rabbit.close());
  const channel = await waitFor('a channel', () => rabbit.openChannel());
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await waitFor('the exchange', async () => {
    await channel.checkExchange(EVENTS_EXCHANGE);
    return true;
  });
  await channel.bindQueue(queue, EVENTS_EXCHANGE, 'downbeat.session.revoked.v1');

  const { session } = await registerUser(app);
  const { sid, sub } = claimsOf(session.accessToken);
  await call(app, 'logout', { token: session.accessToken });
  const message = await waitFor('the event', () => channel.get(queue, { noAck: true }));
  const event: unknown = JSON.parse(message.content.toString());
  t.strictSame(event, (await eventsOf(app, sid))[0]);
  t.match(event, { data: { sessionId: sid, userId: sub, reason: 'logout' } });
});

import { startFaultProxy, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { build } from './kit/build.ts';
import { call, registerUser, logIn, newRegistration } from './kit/users.ts';
import { assertProblem } from './kit/problem.ts';

t.test('registers users without the broker and publishes their events later', async (t) => {
  const { another, amqpUrl } = await build(t);
  const proxy = await startFaultProxy(t, amqpUrl);
  const app = await another({ AMQP_URL: proxy.url });
  await waitFor('the broker', () => app.rabbit.connected);
  await proxy.down();
  const user = await registerUser(app);
  await logIn(app, user);
  const ready = await call(app, 'getReadiness');
  t.equal(ready.statusCode, 200);
  t.match(ready.json(), {
    status: 'degraded',
    dependencies: { rabbitmq: { state: 'down', required: false } },
  });

  await proxy.up();
  const { id } = user.session.user;
  const sent = await waitFor(
    'both events to be sent',
    async () => {
      const rows = await app.mongo.db.collection('outbox').find({ subject: id, sent: true }).toArray();
      return rows.length === 2 && rows;
    },
    { timeoutMs: 60_000 },
  );
  t.strictSame(sent.map(({ seq }) => Number(seq)).sort(), [1, 2]);
});

t.test('answers UNAVAILABLE in time without the database and recovers', async (t) => {
  const { another, env } = await build(t);
  const proxy = await startFaultProxy(t, env['MONGO_URI'] ?? '');
  const app = await another({ MONGO_URI: proxy.url });
  const user = await registerUser(app);
  await proxy.down();
  const { email, password } = user;
  const attempt = async () => {
    const start = performance.now();
    const answers = await Promise.all([
      call(app, 'login', { body: { email, password } }),
      call(app, 'register', { body: newRegistration() }),
      call(app, 'refresh', { body: { refreshToken: user.session.refreshToken } }),
    ]);
    t.ok(performance.now() - start < 15_000, 'bounded, even on a busy machine');
    return answers;
  };
  // At the moment of the failure, and later.
  const attempts = [await attempt(), await attempt()];
  for (const answers of attempts) {
    for (const [index, instance] of [
      '/api/auth/login',
      '/api/auth/register',
      '/api/auth/refresh',
    ].entries()) {
      const answer = answers[index];
      if (answer === undefined) throw new Error('an answer is missing');
      assertProblem(t, answer, {
        status: 503,
        code: 'UNAVAILABLE',
        title: 'The service cannot answer at the moment',
        instance,
      });
    }
  }
  t.equal((await call(app, 'getReadiness')).statusCode, 503);
  t.equal((await call(app, 'getHealth')).statusCode, 200);
  const metrics = await call(app, 'getMetrics', { ip: '127.0.0.1' });
  t.equal(metrics.statusCode, 200, 'metrics are needed most in an outage');
  t.notMatch(metrics.body, /^downbeat_outbox_backlog/m, 'the backlog is unknown');
  t.match(metrics.body, /^downbeat_outbox_published_total/m);

  await proxy.up();
  await waitFor('the database', async () => (await call(app, 'getReadiness')).statusCode === 200, {
    timeoutMs: 60_000,
  });
  await logIn(app, user);
});

t.test('answers logins within 5 s while the database is frozen, and at once when it is back', async (t) => {
  const { another, env } = await build(t);
  const proxy = await startFaultProxy(t, env['MONGO_URI'] ?? '');
  const app = await another({ MONGO_URI: proxy.url });
  const user = await registerUser(app);
  const { email, password } = user;
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/api/auth/login`;
  const attempt = async () => {
    const began = performance.now();
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    await answer.arrayBuffer();
    return { status: answer.status, tookMs: performance.now() - began };
  };
  proxy.freeze();
  // More than run at once: most wait for the others, whose work is abandoned at its deadline.
  const frozen = await Promise.all(Array.from({ length: 20 }, attempt));
  t.strictSame([...new Set(frozen.map(({ status }) => status))], [503]);
  const slowestMs = Math.max(...frozen.map(({ tookMs }) => tookMs));
  t.ok(slowestMs < 5_000, `${slowestMs} ms`);
  proxy.thaw();
  await waitFor('the database', async () => (await call(app, 'getReadiness')).statusCode === 200);
  const { status, tookMs } = await attempt();
  t.equal(status, 200);
  t.ok(tookMs < 2_000, `${tookMs} ms`);
});

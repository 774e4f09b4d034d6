import t from 'tap';
import { attach, connect } from '@downbeat/shared/connections';
import { createApp } from '@downbeat/shared/http';
import { testBackends, waitFor } from '@downbeat/shared/test-kit';
import { bearer, config, contract, infrastructureOperations, logged } from './http/fixture.ts';

const { logger } = logged('silent');

t.test('an app has its connections, reports them, and closes them when it closes', async (t) => {
  const { mongoUri, redisUrl, redisKeyPrefix, amqpUrl } = await testBackends(t);
  const servers = { MONGO_URI: mongoUri, REDIS_URL: redisUrl, AMQP_URL: amqpUrl };
  const connections = await connect(servers, { service: 'test', needsRabbit: true, logger, redisKeyPrefix });
  const app = await createApp({
    service: 'test',
    contract,
    operations: infrastructureOperations,
    config,
    authenticators: { bearer },
    logger,
  });
  await attach(app, connections);
  await app.ready();
  t.equal(app.mongo.db, connections.mongo.db);
  t.equal(app.redis.options.keyPrefix, redisKeyPrefix);
  t.equal(app.rabbit, connections.rabbit);
  // The first probe declares what it needs, which may take longer than a probe.
  const readiness = await waitFor('the broker', async () => {
    const answer = await app.inject('/readyz');
    return answer.statusCode === 200 && answer;
  });
  t.strictSame(readiness.json(), {
    status: 'ok',
    service: 'test',
    dependencies: {
      mongo: { state: 'up', required: true },
      redis: { state: 'up', required: false },
      rabbitmq: { state: 'up', required: true },
    },
  });
  await app.close();
  await t.rejects(connections.mongo.db.command({ ping: 1 }), { name: 'MongoNotConnectedError' });
  await t.rejects(connections.redis.redis.ping());
  t.notOk(connections.rabbit.connected);
});

t.test('only MongoDB is waited for', async (t) => {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const away = { REDIS_URL: 'redis://127.0.0.1:9', AMQP_URL: 'amqp://127.0.0.1:9' };
  const connections = await connect({ MONGO_URI: mongoUri, ...away }, { service: 'test', logger });
  t.teardown(async () => {
    await Promise.all([connections.mongo.close(), connections.redis.close(), connections.rabbit.close()]);
  });
  t.match(connections.rabbit, { connected: false, readinessCheck: { name: 'rabbitmq', required: false } });
  t.strictSame(await connections.mongo.db.command({ ping: 1 }).then(({ ok }) => ok as unknown), 1);
});

import fastify from 'fastify';
import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import { connectRabbit } from '@downbeat/shared/messaging';
import { attach } from '@downbeat/shared/connections';
import type { App } from '@downbeat/shared/http';
import { captureLog, startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';

const message = () => ({ exchange: '', routingKey: 'q', content: Buffer.from('{}'), messageId: newId() });

t.test('a service starts while the broker is away, logs it once, and connects when it is back', async (t) => {
  const { amqpUrl } = await testBackends(t);
  const proxy = await startFaultProxy(t, amqpUrl);
  await proxy.down();
  const { logger, withMessage, lines } = captureLog();
  const app: App = fastify();
  await attach(app, { rabbit: await connectRabbit({ url: proxy.url, logger }) });
  await app.ready();
  const began = performance.now();
  await t.rejects(app.rabbit.publish(message()), { message: 'not connected to the broker' });
  await t.rejects(app.rabbit.openChannel(), { name: 'RabbitUnavailableError' });
  await t.rejects(app.rabbit.readinessCheck.check(), { message: 'not connected to the broker' });
  t.ok(performance.now() - began < 500, 'without waiting for it');
  t.equal(app.rabbit.readinessCheck.required, false);
  await waitFor('a second attempt', () => withMessage('the broker is away').length === 1);
  let connects = 0;
  app.rabbit.onConnect(() => (connects += 1));
  await proxy.up();
  await waitFor('the connection', () => app.rabbit.connected);
  await waitFor('readiness', () => app.rabbit.readinessCheck.check().then(() => true));
  t.equal(connects, 1);
  t.equal(withMessage('the broker is away').length, 1);
  t.ok(lines.every((line) => !JSON.stringify(line).includes(new URL(amqpUrl).password)));
  await app.close();
  t.equal(app.rabbit.connected, false);
});

t.test('a broker that is frozen while connecting is given up and tried again', async (t) => {
  const { amqpUrl } = await testBackends(t);
  const proxy = await startFaultProxy(t, amqpUrl);
  proxy.freeze();
  const { logger, withMessage } = captureLog();
  const rabbit = await connectRabbit({ url: proxy.url, logger });
  await waitFor('the time limit', () => withMessage('the broker is away').length === 1);
  t.match(withMessage('the broker is away'), [{ reason: 'connect ETIMEDOUT' }]);
  proxy.thaw();
  await waitFor('the connection', () => rabbit.connected);
  await rabbit.close();
});

t.test('closing does not wait for a frozen broker', async (t) => {
  const { amqpUrl } = await testBackends(t);
  const proxy = await startFaultProxy(t, amqpUrl);
  const rabbit = await connectRabbit({ url: proxy.url });
  await waitFor('the connection', () => rabbit.connected);
  proxy.freeze();
  const began = performance.now();
  await rabbit.close();
  t.ok(performance.now() - began < 3_000);
  await t.rejects(rabbit.publish(message()), { name: 'RabbitUnavailableError' });
});

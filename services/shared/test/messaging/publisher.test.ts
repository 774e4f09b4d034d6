import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import { CANARY_QUEUE, connectRabbit, EVENTS_EXCHANGE, UNROUTED } from '@downbeat/shared/messaging';
import {
  captureLog,
  closeConnections,
  startFaultProxy,
  testBackends,
  waitFor,
} from '@downbeat/shared/test-kit';

const content = Buffer.from('{"n":1}');

t.test('publishing', async (t) => {
  const { amqpUrl, name: vhost } = await testBackends(t);
  const proxy = await startFaultProxy(t, amqpUrl);
  const { logger, withMessage } = captureLog();
  const rabbit = await connectRabbit({ url: proxy.url, logger });
  t.teardown(() => rabbit.close());
  await waitFor('the broker', () => rabbit.connected);
  const probe = await rabbit.openChannel();
  // The first one declares what it needs, which may take longer than a confirmation.
  const first = () => rabbit.publish({ exchange: '', routingKey: CANARY_QUEUE, content, messageId: newId() });
  await waitFor('the first confirmation', () => first().then(() => true));

  t.test('a queue that does not exist makes the message unroutable, though it is confirmed', async (t) => {
    const lost = { exchange: '', routingKey: 'no.such.queue', content, messageId: newId() };
    await t.rejects(rabbit.publish(lost), {
      name: 'UnroutableError',
      message: 'no queue takes no.such.queue (returned by the broker)',
    });
  });

  t.test('a full queue refuses', async (t) => {
    const options = { 'x-queue-type': 'quorum', 'x-max-length': 1, 'x-overflow': 'reject-publish' };
    await probe.assertQueue('full', { durable: true, arguments: options });
    const publish = () => rabbit.publish({ exchange: '', routingKey: 'full', content, messageId: newId() });
    // A quorum queue notices that it is full a message or two late.
    const refused = waitFor('a refusal', async () =>
      publish().then(
        () => false,
        (error: unknown) => (error as Error).name === 'PublishRefusedError' && error,
      ),
    );
    t.match(await refused, { name: 'PublishRefusedError', message: 'the broker refused full: no room' });
  });

  t.test('an event without a queue is kept as unrouted', async (t) => {
    const messageId = newId();
    await rabbit.publish({ exchange: EVENTS_EXCHANGE, routingKey: 'downbeat.nobody.v1', content, messageId });
    const kept = await waitFor('the message', () => probe.get(UNROUTED));
    t.match(kept, {
      content,
      fields: { exchange: EVENTS_EXCHANGE, routingKey: 'downbeat.nobody.v1' },
      properties: { messageId, deliveryMode: 2, contentType: 'application/cloudevents+json' },
    });
  });

  t.test('concurrent messages are confirmed one by one, and only the unroutable one fails', async (t) => {
    await probe.assertQueue('many', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    const routes = Array.from({ length: 100 }, (_, n) => (n === 50 ? 'nowhere' : 'many'));
    const results = await Promise.allSettled(
      routes.map((routingKey) => rabbit.publish({ exchange: '', routingKey, content, messageId: newId() })),
    );
    t.same(
      results.flatMap(({ status }, n) => (status === 'rejected' ? [n] : [])),
      [50],
    );
    await waitFor('all', async () => (await probe.checkQueue('many')).messageCount === 99);
  });

  t.test('a frozen broker fails a publish and the readiness check within their time limits', async (t) => {
    const hasty = await connectRabbit({ url: proxy.url, logger, confirmTimeoutMs: 500 });
    t.teardown(() => hasty.close());
    const publish = () =>
      hasty.publish({ exchange: '', routingKey: CANARY_QUEUE, content, messageId: newId() });
    await waitFor('its first confirmation', () => publish().then(() => true));
    proxy.freeze();
    const began = performance.now();
    await t.rejects(publish(), { name: 'RabbitUnavailableError' });
    await t.rejects(hasty.readinessCheck.check());
    t.ok(performance.now() - began < 2_000);
    proxy.thaw();
    await waitFor('readiness', () => hasty.readinessCheck.check().then(() => true));
  });

  t.test(
    'the time limit includes opening the channel, and a timed-out message is not published later',
    async (t) => {
      const other = await connectRabbit({ url: proxy.url, confirmTimeoutMs: 500 });
      t.teardown(() => other.close());
      await waitFor('the broker', () => other.connected);
      await probe.assertQueue('late', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
      proxy.freeze();
      const began = performance.now();
      const late = { exchange: '', routingKey: 'late', content, messageId: newId() };
      await t.rejects(other.publish(late), { name: 'RabbitUnavailableError' });
      t.ok(performance.now() - began < 2_000);
      proxy.thaw();
      await waitFor('readiness', () => other.readinessCheck.check().then(() => true));
      t.match(await probe.checkQueue('late'), { messageCount: 0 });
    },
  );

  t.test('connections closed by an operator are opened again', async (t) => {
    await closeConnections(vhost);
    await waitFor('the loss', () => withMessage('the broker is away').length === 1);
    const again = () => rabbit.publish({ exchange: '', routingKey: 'many', content, messageId: newId() });
    await waitFor('a publish', () => again().then(() => true));
    t.equal(withMessage('the broker is back').length, 1);
  });
});

import t, { type Test } from 'tap';
import {
  connectRabbit,
  declareEvents,
  type EventHandlers,
  SUBSCRIPTIONS,
  UNROUTED,
  UNSUBSCRIBED,
} from '@downbeat/shared/messaging';
import { waitFor } from '@downbeat/shared/test-kit';
import { createHarness, publish, published, renamed } from './harness.ts';

type Harness = Awaited<ReturnType<typeof createHarness>>;

/** How many messages wait in a queue. */
async function waiting({ rabbit }: Harness, queue: string): Promise<number> {
  const channel = await rabbit.openChannel();
  const { messageCount } = await channel.checkQueue(queue);
  await channel.close();
  return messageCount;
}

const noEffect = async () => undefined;

t.test('an event that is published before its consumer has ever started waits for it', async (t) => {
  const harness = await createHarness(t);
  await publish(harness.rabbit, renamed('ada'));
  t.equal(await waiting(harness, 'music.accounts'), 1);
  t.equal(await waiting(harness, UNROUTED), 0);
  const consumer = await harness.start({
    queue: 'music.accounts',
    handlers: {
      'downbeat.session.revoked.v1': noEffect,
      'downbeat.user.renamed.v1': async ({ data }, { mongoSession }) => {
        await harness.effects.insertOne({ name: data.displayName }, { session: mongoSession });
      },
    },
  });
  await waitFor('its effect', async () => (await harness.names()).includes('ada'));
  await waitFor('rest', () => consumer.stats().inFlight === 0);
  t.match(consumer.stats(), { handled: 1, duplicates: 0 });
});

t.test('an event of a type that no queue is bound to is kept for a person to look at', async (t) => {
  const harness = await createHarness(t);
  const event = renamed('ada');
  await harness.rabbit.publish({
    exchange: 'downbeat.events',
    routingKey: 'downbeat.user.exploded.v1',
    content: Buffer.from(JSON.stringify(event)),
    messageId: event.id,
  });
  await waitFor('it', async () => (await waiting(harness, UNROUTED)) === 1);
});

t.test('an event that no service consumes yet is kept apart from unrouted events', async (t) => {
  const harness = await createHarness(t);
  await publish(harness.rabbit, published());
  await waitFor('it', async () => (await waiting(harness, UNSUBSCRIBED)) === 1);
  t.equal(await waiting(harness, UNROUTED), 0);
});

t.test('many connections declare the topology at once on a new broker, and none is closed', async (t) => {
  const harness = await createHarness(t);
  const rabbits = await Promise.all(
    Array.from({ length: 6 }, () => connectRabbit({ url: harness.amqpUrl, logger: harness.log.logger })),
  );
  t.teardown(() => Promise.all(rabbits.map((rabbit) => rabbit.close())));
  await waitFor('the connections', () => rabbits.every(({ connected }) => connected));
  await Promise.all(rabbits.map((rabbit, n) => publish(rabbit, renamed(`n${n}`))));
  t.equal(await waiting(harness, 'music.accounts'), 6);
  t.strictSame(
    harness.log.lines.filter(({ level }) => level > 30),
    [],
  );
});

t.test('a consumer whose handlers are not what the topology binds its queue to does not start', async (t) => {
  const harness = await createHarness(t);
  const start = (queue: string, handlers: EventHandlers) => harness.start({ queue, handlers });
  await t.rejects(start('notification.sessions', { 'downbeat.user.renamed.v1': noEffect }), {
    message: /^notification\.sessions handles downbeat\.user\.renamed\.v1, but SUBSCRIPTIONS binds it to /,
  });
});

t.test('every consumed type of the topology has a queue', async (t: Test) => {
  const { rabbit } = await createHarness(t);
  const channel = await rabbit.openChannel();
  await declareEvents(channel);
  for (const queue of Object.keys(SUBSCRIPTIONS)) t.equal((await channel.checkQueue(queue)).messageCount, 0);
});

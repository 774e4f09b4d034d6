import type { Test } from 'tap';
import { newId } from '@downbeat/shared/ids';
import {
  connectRabbit,
  type Consumer,
  type ConsumerOptions,
  type DownbeatEvent,
  type EventOf,
  EVENTS_EXCHANGE,
  newEvent,
  parkingQueue,
  type Rabbit,
  startConsumer,
} from '@downbeat/shared/messaging';
import { connectMongo, ensureIndexes } from '@downbeat/shared/mongo';
import { captureLog, startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';

export type Renamed = EventOf<'downbeat.user.renamed.v1'>;

/** An event of the contract, identified by its `displayName`. */
export function renamed(displayName: string, subject = newId()): Renamed {
  const data = { userId: subject, displayName };
  return newEvent('downbeat.user.renamed.v1', { source: '/auth', subject, correlationId: newId(), data });
}

export function published(title = 'Harbour Lights', subject = newId()) {
  const data = { trackId: subject, artistId: newId(), title };
  return newEvent('downbeat.track.published.v1', { source: '/music', subject, correlationId: newId(), data });
}

/** Publishes as the relay does, without an outbox. */
export async function publish(rabbit: Rabbit, event: DownbeatEvent, content = JSON.stringify(event)) {
  await rabbit.publish({
    exchange: EVENTS_EXCHANGE,
    routingKey: event.type,
    content: Buffer.from(content),
    messageId: event.id,
    type: event.type,
    correlationId: event.correlationid,
  });
}

/** Servers, a broker connection that can be broken, and a collection for the effects of handlers. */
export async function createHarness(t: Test) {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.amqpUrl);
  const mongoProxy = await startFaultProxy(t, backends.mongoUri);
  const log = captureLog();
  const mongo = await connectMongo({ uri: mongoProxy.url });
  const rabbit = await connectRabbit({ url: proxy.url, logger: log.logger });
  await ensureIndexes(mongo.db, { effects: [] });
  const effects = mongo.db.collection<{ name: string; at?: number }>('effects');
  const consumers: Consumer[] = [];
  t.teardown(async () => {
    await Promise.all(consumers.map((consumer) => consumer.stop(1_000)));
    await rabbit.close();
    await mongo.close();
  });
  await waitFor('the broker', () => rabbit.connected);
  const base = { rabbit, client: mongo.client, db: mongo.db, logger: log.logger };

  async function start(options: Pick<ConsumerOptions, 'handlers'> & Partial<ConsumerOptions>) {
    const consumer = await startConsumer({ ...base, queue: 'test', retryDelaysMs: [100, 200], ...options });
    consumers.push(consumer);
    await waitFor('the subscription', () => consumer.subscribed);
    return consumer;
  }

  return {
    ...backends,
    ...mongo,
    rabbit,
    proxy,
    mongoProxy,
    log,
    effects,
    base,
    start,
    names: async () => (await effects.find().sort({ _id: 1 }).toArray()).map(({ name }) => name),
    /** The parked messages of a queue; they stay there, and are there again when this resolves. */
    parked: async (queue = 'test') => {
      const channel = await rabbit.openChannel();
      const count = async () => (await channel.checkQueue(parkingQueue(queue))).messageCount;
      const found = [];
      for (;;) {
        const message = await channel.get(parkingQueue(queue));
        if (message === false) break;
        found.push({ body: message.content.toString(), headers: message.properties.headers ?? {} });
      }
      // The broker does not confirm a nack.
      channel.nackAll(true);
      await waitFor('them to be back', async () => (await count()) >= found.length);
      await channel.close();
      return found;
    },
  };
}

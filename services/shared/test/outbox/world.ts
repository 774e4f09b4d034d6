import type { ConsumeMessage } from 'amqplib';
import type { DownbeatEvent } from '@downbeat/shared/events';
import { ensureIndexes, inTransaction } from '@downbeat/shared/mongo';
import { createOutbox, outboxIndexes, type OutboxRow, type Relay, startRelay } from '@downbeat/shared/outbox';
import { EVENTS_EXCHANGE } from '@downbeat/shared/rabbit';
import { createWorld } from '../events/world.ts';

/** A world with an outbox, and an ear on everything that is published. */
export async function createOutboxWorld(t: Parameters<typeof createWorld>[0]) {
  const world = await createWorld(t);
  const { client, db, rabbit } = world;
  await ensureIndexes(db, outboxIndexes);
  const outbox = createOutbox(db);
  const heard: DownbeatEvent[] = [];
  const channel = await rabbit.openChannel();
  await rabbit.dependency.check();
  await channel.assertQueue('ear', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.bindQueue('ear', EVENTS_EXCHANGE, '#');
  const listen = async () => {
    const ear = await rabbit.openChannel();
    await ear.consume('ear', (message: ConsumeMessage | null) => {
      if (message === null) return;
      heard.push(JSON.parse(message.content.toString()) as DownbeatEvent);
      ear.ack(message);
    });
  };
  await listen();
  const relays: Relay[] = [];
  t.teardown(() => Promise.all(relays.map((relay) => relay.stop(1_000))));
  return {
    ...world,
    outbox,
    heard,
    listen,
    names: () => heard.map(({ data }) => ('displayName' in data ? data.displayName : '')),
    rows: db.collection<OutboxRow>('outbox'),
    add: (...events: DownbeatEvent[]) =>
      inTransaction(
        client,
        async (session) => {
          for (const event of events) await outbox.add(session, event);
        },
        { deadlineMs: 20_000 },
      ),
    run: (options: Partial<Parameters<typeof startRelay>[0]> = {}) => {
      const relay = startRelay({ db, rabbit, logger: world.log.logger, pollMs: 50, ...options });
      relays.push(relay);
      return relay;
    },
  };
}

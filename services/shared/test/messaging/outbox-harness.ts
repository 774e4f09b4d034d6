import type { ConsumeMessage } from 'amqplib';
import {
  createOutbox,
  type DownbeatEvent,
  EVENTS_EXCHANGE,
  outboxIndexes,
  type OutboxRow,
  type Relay,
  startRelay,
} from '@downbeat/shared/messaging';
import { ensureIndexes } from '@downbeat/shared/mongo';
import { waitFor } from '@downbeat/shared/test-kit';
import { inTransaction } from '@downbeat/shared/transactions';
import { createHarness } from './harness.ts';

/** A harness with an outbox, which records everything that is published. */
export async function createOutboxHarness(t: Parameters<typeof createHarness>[0]) {
  const harness = await createHarness(t);
  const { client, db, rabbit } = harness;
  await ensureIndexes(db, outboxIndexes);
  const outbox = createOutbox(db);
  const heard: DownbeatEvent[] = [];
  const channel = await rabbit.openChannel();
  // The first one declares what it needs, which may take longer than a probe.
  await waitFor('the first confirmation', () => rabbit.readinessCheck.check().then(() => true));
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
    ...harness,
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
      const relay = startRelay({ db, rabbit, logger: harness.log.logger, pollMs: 50, ...options });
      relays.push(relay);
      return relay;
    },
  };
}

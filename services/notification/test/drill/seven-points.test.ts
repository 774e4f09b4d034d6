import { newId } from '@downbeat/shared/ids';
import { connectRabbit } from '@downbeat/shared/messaging';
import { ensureIndexes } from '@downbeat/shared/mongo';
import { rabbitApi, testBackends, waitFor } from '@downbeat/shared/test-kit';
import { inTransaction } from '@downbeat/shared/transactions';
import { MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import { createMailRepository, mailCollection, mailIndexes } from '../../src/mails/repository.ts';
import { environmentOf, startApp } from '../kit/app.ts';
import { publish, registered } from '../kit/events.ts';
import { startSmtp } from '../kit/smtp.ts';
import { compareMails } from './compare-mails.ts';
import { startCrashChild } from './crash-child.ts';
import { consumerPoints, deliveryPoints, mailCount, uncertainPoints } from './points.ts';

t.setTimeout(300_000);
const waitLimit = { timeoutMs: 60_000 };
// The leases of the crashed service end soon. The recovering service gets limits that hold on a busy machine.
const shortLimits = { MAIL_LEASE_MS: '1500', MAIL_SEND_TIMEOUT_MS: '1400' };
const longLimits = { MAIL_LEASE_MS: '60000', MAIL_SEND_TIMEOUT_MS: '30000' };
const closedPort = 'smtp://127.0.0.1:1';

/** Test servers, and events of one subject, so that they are handled one after the other. */
async function prepare(t: Test) {
  const backends = await testBackends(t);
  let onFinalDot: () => void = () => undefined;
  const smtp = await startSmtp(t, {
    answer: () => {
      onFinalDot();
      return 'accept';
    },
  });
  const client = await new MongoClient(backends.mongoUri).connect();
  t.teardown(() => client.close());
  const userId = newId();
  const email = (n: number) => `n${n}-${userId}@example.com`;
  const events = Array.from({ length: mailCount }, (_, n) => registered({ userId, email: email(n) }));
  const rows = () => mailCollection(client.db()).find().toArray();
  const atFinalDot = (act: () => void) => {
    onFinalDot = () => {
      onFinalDot = () => undefined;
      act();
    };
  };
  return { backends, smtp, client, events, rows, atFinalDot };
}

type Drill = Awaited<ReturnType<typeof prepare>>;

async function publishAll(t: Test, { backends, events }: Drill): Promise<void> {
  const rabbit = await connectRabbit({ url: backends.amqpUrl });
  t.teardown(() => rabbit.close());
  await waitFor('the broker', () => rabbit.connected, waitLimit);
  for (const event of events) await publish(rabbit, event);
}

/** Stores the mails of the events, as the consumer does. */
async function storeMails({ client, events }: Drill): Promise<void> {
  await ensureIndexes(client.db(), mailIndexes);
  const repository = createMailRepository({
    db: client.db(),
    messageIdDomain: 'downbeat.example',
    leaseMs: 1000,
  });
  for (const { source, id, correlationid, data } of events) {
    const { userId, email: recipient, displayName } = data;
    const content = { template: 'welcome' as const, recipient, variables: { displayName, artist: false } };
    const origin = { eventSource: source, eventId: id, correlationId: correlationid, userId };
    await inTransaction(client, (mongoSession) =>
      repository.enqueue({ ...origin, ...content }, mongoSession),
    );
  }
}

/** Starts a service that does not crash, and checks every mail. */
async function recover(t: Test, point: string, { backends, smtp, events, rows }: Drill): Promise<void> {
  const { app } = await startApp(t, smtp.url, {
    backends,
    env: longLimits,
    retryDelaysMs: [200, 400, 800, 1600],
  });
  const accepted = async () => {
    const all = await rows();
    return all.length === mailCount && all.every(({ state }) => state === 'accepted');
  };
  await waitFor('every mail to be accepted', accepted, waitLimit);
  await app.close();
  const waiting = async (queue: string) =>
    ((await rabbitApi('GET', `queues/${backends.name}/${queue}`)) as { messages: number }).messages;
  await waitFor('an empty queue', async () => (await waiting('notification.mail')) === 0, waitLimit);
  t.equal(await waiting('notification.mail.parking'), 0, 'nothing is parked');

  const wanted = events.map(({ data }) => data.email);
  const { lost, unexpected, duplicates, resends } = compareMails(wanted, smtp.received, await rows());
  t.comment(
    `attempted ${mailCount}, acknowledged ${smtp.received.length}, lost ${lost.length}, ` +
      `unexpected ${unexpected.length}, duplicate ${duplicates.length}, sent again ${resends}`,
  );
  t.strictSame({ lost, unexpected }, { lost: [], unexpected: [] });
  for (const mails of duplicates) {
    t.equal(
      new Set(mails.map(({ raw }) => raw)).size,
      1,
      'a duplicate has the same Message-ID, and every byte',
    );
  }
  const tolerated = uncertainPoints.includes(point);
  t.equal(duplicates.length >= 1, tolerated, tolerated ? 'sent twice' : 'no mail is sent twice');
  t.ok(duplicates.length <= resends, 'each second delivery is counted');
}

for (const point of consumerPoints) {
  t.test(`loses no mail when it is killed ${point} with events in the queue`, async (t) => {
    const drill = await prepare(t);
    const child = await startCrashChild(
      t,
      { ...environmentOf(drill.backends, closedPort), ...shortLimits },
      point,
    );
    await publishAll(t, drill);
    t.equal(await child.ended, 'SIGKILL');
    await recover(t, point, drill);
  });
}

for (const point of deliveryPoints) {
  t.test(`loses no mail when it is killed ${point} with stored mails`, async (t) => {
    const drill = await prepare(t);
    await storeMails(drill);
    const env = { ...environmentOf(drill.backends, drill.smtp.url), ...shortLimits };
    const child = await startCrashChild(t, env, point, ({ pid }) => {
      if (point === 'after-dot') drill.atFinalDot(() => process.kill(pid, 'SIGKILL'));
    });
    t.equal(await child.ended, 'SIGKILL');
    await recover(t, point, drill);
  });
}

import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import { connectRabbit } from '@downbeat/shared/messaging';
import { ensureIndexes } from '@downbeat/shared/mongo';
import { inTransaction } from '@downbeat/shared/transactions';
import { type Db, MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import { createMailRepository, mailCollection, mailIndexes } from '../../src/mails/repository.ts';
import { startCrashChild } from '../drill/crash-child.ts';
import { environmentOf, type Fixture, startApp } from '../kit/app.ts';
import { publish, registered } from '../kit/events.ts';
import { type SmtpOptions, startSmtp } from '../kit/smtp.ts';

t.setTimeout(120_000);

const READ_FAILED = 'due mails could not be read';

const accepted = ({ rows }: Fixture) =>
  waitFor(
    'the mail to be accepted',
    async () => {
      const all = await rows();
      return all.length === 1 && all[0]!.state === 'accepted' && all[0];
    },
    { timeoutMs: 60_000 },
  );

/** Two services with one database, which each reaches through a proxy of its own, and one mail server. */
async function startTwo(t: Test, leaseMs: number, options: SmtpOptions) {
  const backends = await testBackends(t);
  const smtp = await startSmtp(t, options);
  const start = async () => {
    const proxy = await startFaultProxy(t, backends.mongoUri);
    const env = { MAIL_LEASE_MS: String(leaseMs), MONGO_URI: proxy.url };
    return { proxy, ...(await startApp(t, smtp.url, { backends, env })) };
  };
  const services = [await start(), await start()] as const;
  return { smtp, services };
}

t.test('a mail whose sender was killed is sent within 10 s', async (t) => {
  const backends = await testBackends(t);
  const smtp = await startSmtp(t);
  const env = { MAIL_LEASE_MS: '8000' };
  const child = await startCrashChild(t, { ...environmentOf(backends, smtp.url), ...env }, 'before-data');
  const rabbit = await connectRabbit({ url: backends.amqpUrl });
  t.teardown(() => rabbit.close());
  await waitFor('the broker', () => rabbit.connected);
  await publish(rabbit, registered());
  t.equal(await child.ended, 'SIGKILL');
  const killedAt = performance.now();
  const fixture = await startApp(t, smtp.url, { backends, env });
  t.match(await accepted(fixture), { attempts: 2, resends: 1 });
  const waitedMs = Math.round(performance.now() - killedAt);
  t.comment(`accepted ${waitedMs} ms after the kill`);
  t.ok(waitedMs < 10_000);
  t.equal(smtp.received.length, 1);
});

t.test('a delivery that takes longer than a lease keeps its mail', async (t) => {
  const leaseMs = 3_000;
  const { services, smtp } = await startTwo(t, leaseMs, {
    answer: async () => {
      const dueAt = async () => (await services[0].rows())[0]!.dueAt.getTime();
      const claimedUntil = await dueAt();
      await waitFor('three leases', async () => (await dueAt()) - claimedUntil > 3 * leaseMs);
      return 'accept' as const;
    },
  });
  await publish(services[0].app.rabbit, registered());
  t.match(await accepted(services[0]), { attempts: 1, resends: 0 });
  t.equal(smtp.received.length, 1);
});

t.test('a lease that ended while the database was away is not taken from a living worker', async (t) => {
  const leaseMs = 5_000;
  const freezeAll = () => services.forEach(({ proxy }) => proxy.freeze());
  const { services, smtp } = await startTwo(t, leaseMs, {
    answer: () => {
      freezeAll();
      return 'accept';
    },
  });
  await publish(services[0].app.rabbit, registered());
  await waitFor('the final dot', () => smtp.received.length === 1);
  const frozenAt = performance.now();
  const haveFailed = () => services.every(({ logs }) => logs.some(({ msg }) => msg === READ_FAILED));
  await waitFor('the lease to end', () => haveFailed() && performance.now() - frozenAt > leaseMs);
  services.forEach(({ proxy }) => proxy.thaw());
  // The database may still count a claim whose worker no longer waits for it, so the counters are not compared.
  await accepted(services[0]);
  t.equal(smtp.received.length, 1);
});

t.test('a worker that cannot renew its lease stops its delivery before another one begins', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.mongoUri);
  let closed = 0;
  const closedAtArrival: number[] = [];
  const smtp = await startSmtp(t, {
    onClose: () => (closed += 1),
    answer: () => (closedAtArrival.push(closed) === 1 ? 'hang' : 'accept'),
  });
  const env = { MAIL_LEASE_MS: '3000' };
  const first = await startApp(t, smtp.url, { backends, env: { ...env, MONGO_URI: proxy.url } });
  await publish(first.app.rabbit, registered());
  await waitFor('the final dot', () => smtp.received.length === 1);
  proxy.freeze();
  const second = await startApp(t, smtp.url, { backends, env });
  t.match(await accepted(second), { attempts: 2, resends: 1 });
  t.strictSame(closedAtArrival, [0, 1]);
  t.equal(new Set(smtp.received.map(({ messageId }) => messageId)).size, 1);
  proxy.thaw();
});

t.test('a claim whose answer is lost is found again', async (t) => {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const client = await new MongoClient(mongoUri).connect();
  t.teardown(() => client.close());
  await ensureIndexes(client.db(), mailIndexes);
  const mails = mailCollection(client.db());
  const claim = mails.findOneAndUpdate.bind(mails);
  let isLost = true;
  mails.findOneAndUpdate = (async (...query: Parameters<typeof claim>) => {
    const row = await claim(...query);
    if (isLost) throw new Error('no answer');
    return row;
  }) as typeof claim;
  const db = { collection: () => mails } as unknown as Db;
  const repository = createMailRepository({ db, messageIdDomain: 'downbeat.example', leaseMs: 60_000 });
  const { source, id, correlationid, data } = registered();
  const origin = { eventSource: source, eventId: id, correlationId: correlationid, userId: data.userId };
  const content = { template: 'welcome' as const, recipient: data.email, variables: {} };
  await inTransaction(client, (mongoSession) => repository.enqueue({ ...origin, ...content }, mongoSession));
  const none = { excludedIds: [], mayTakeOver: true };
  await t.rejects(repository.claimNext(none), /no answer/);
  isLost = false;
  const mail = await repository.claimNext(none);
  t.match(mail, { recipient: data.email, attempts: 1, resends: 0 });
  t.equal(await repository.claimNext({ ...none, excludedIds: [mail!._id] }), null);
});

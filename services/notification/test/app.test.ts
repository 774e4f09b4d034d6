import type { App, OperationTable } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import {
  assertReply,
  assertRoutesMatchContract,
  startFaultProxy,
  testBackends,
  waitFor,
} from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { operations } from '../src/generated/operations.gen.ts';
import { createMailRepository, mailCollection } from '../src/mails/repository.ts';
import { startApp } from './kit/app.ts';
import { emailVerified, publish, registered, sessionRevoked } from './kit/events.ts';
import { startSmtp } from './kit/smtp.ts';
import { accessToken } from './kit/tokens.ts';

t.setTimeout(120_000);

const url = '/api/notification/mails';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

t.test('registers exactly the routes of the contract', async (t) => {
  const { app } = await startApp(t, 'smtp://127.0.0.1:1');
  await assertRoutesMatchContract(t, app, operations);
});

t.test('has no route with an id: such a route needs a matrix of who may call it', async (t) => {
  t.same(
    Object.values(operations).filter(({ url }) => url.includes('/:')),
    [],
  );
});

t.test('lets only admins list mails', async (t) => {
  const { app } = await startApp(t, 'smtp://127.0.0.1:1');
  const codeOf = async (headers: Record<string, string>) => {
    const reply = await app.inject({ url, headers });
    assertReply(operations.listMails, reply);
    return [reply.statusCode, reply.json<{ code: string }>().code];
  };
  t.strictSame(await codeOf({}), [401, 'UNAUTHENTICATED']);
  t.strictSame(await codeOf(bearer('e30.e30.e30')), [401, 'UNAUTHENTICATED']);
  t.strictSame(await codeOf(bearer(await accessToken({ expiresIn: -60 }))), [401, 'TOKEN_EXPIRED']);
  t.strictSame(await codeOf(bearer(await accessToken({ role: 'listener' }))), [403, 'FORBIDDEN']);
  t.strictSame(await codeOf(bearer(await accessToken({ role: 'artist' }))), [403, 'FORBIDDEN']);
});

t.test('no route with a sign-in is for the guests of a listening session', async (t) => {
  const { app } = await startApp(t, 'smtp://127.0.0.1:1');
  const headers = bearer(await accessToken({ role: 'guest' }));
  const table: OperationTable = operations;
  for (const { method, url: path, config } of Object.values(table)) {
    if (config.security.length === 0) continue;
    const reply = await app.inject({ method, url: path, headers });
    t.match([reply.statusCode, reply.json()], [403, { code: 'FORBIDDEN' }], config.operationId);
  }
});

t.test('rejects the token of a revoked sign-in', async (t) => {
  const { app } = await startApp(t, 'smtp://127.0.0.1:1');
  const authSessionId = newId();
  const headers = bearer(await accessToken({ authSessionId }));
  await publish(app.rabbit, sessionRevoked(authSessionId));
  const code = await waitFor('the revocation', async () => {
    const reply = await app.inject({ url, headers });
    return reply.statusCode === 401 && reply.json<{ code: string }>().code;
  });
  t.equal(code, 'SESSION_REVOKED');
});

t.test('lists mails in pages, newest first, by state, and rejects foreign cursors', async (t) => {
  const smtp = await startSmtp(t, {
    answer: ({ to: [to = ''] }) => (to.startsWith('rejected') ? { code: 550, text: 'unknown' } : 'accept'),
  });
  const { app, rows } = await startApp(t, smtp.url);
  const headers = bearer(await accessToken());
  const get = async (query = '') => {
    const reply = await app.inject({ url: `${url}${query}`, headers });
    assertReply(operations.listMails, reply);
    return reply;
  };
  t.strictSame((await get()).json(), { items: [], nextCursor: null });

  const emails = ['rejected@example.com', 'ada@example.com', 'bob@example.com'];
  for (const email of emails) await publish(app.rabbit, registered({ email }));
  const all = await waitFor('three finished mails', async () => {
    const found = await rows();
    return found.length === 3 && found.every(({ finishedAt }) => finishedAt) && found;
  });
  const newestFirst = all.toReversed().map(({ _id }) => _id);
  const first = (await get('?limit=2')).json<{ items: { id: string }[]; nextCursor: string }>();
  const second = (await get(`?limit=2&cursor=${first.nextCursor}`)).json<typeof first>();
  t.strictSame(
    [...first.items, ...second.items].map(({ id }) => id),
    newestFirst,
  );
  t.equal(second.nextCursor, null);
  const repository = createMailRepository({
    db: app.mongo.db,
    messageIdDomain: 'example.com',
    leaseMs: 1000,
  });
  t.equal(await repository.count('accepted', 5), 2);
  t.equal(await repository.count('accepted', 1), 1, 'counts up to the limit');

  const [rejected] = all.filter(({ state }) => state === 'failed');
  t.strictSame((await get('?state=failed')).json(), {
    items: [
      {
        id: rejected!._id,
        eventId: rejected!.eventId,
        template: 'welcome',
        recipient: 'rejected@example.com',
        state: 'failed',
        attempts: 1,
        reason: 'EMESSAGE DATA Message failed: 550 unknown',
        createdAt: rejected!.createdAt.toISOString(),
        updatedAt: rejected!.updatedAt.toISOString(),
      },
    ],
    nextCursor: null,
  });

  const unsigned = Buffer.from(newestFirst[1]!).toString('base64url');
  for (const cursor of [
    'abc',
    Buffer.from('{"$gt":""}').toString('base64url'),
    unsigned,
    `${first.nextCursor}A`,
  ]) {
    const reply = await get(`?cursor=${cursor}`);
    t.strictSame([reply.statusCode, reply.json<{ code: string }>().code], [400, 'MALFORMED_CURSOR'], cursor);
  }
  for (const query of ['?limit=0', '?limit=1e9', '?state=lost', '?state[$ne]=sent', '?cursor=']) {
    const reply = await get(query);
    t.strictSame([reply.statusCode, reply.json<{ code: string }>().code], [400, 'VALIDATION_FAILED'], query);
  }
});

t.test('is degraded, not down, while the mail server is away', async (t) => {
  const { app } = await startApp(t, 'smtp://127.0.0.1:1');
  const reply = await waitFor('the broker', async () => {
    const answer = await app.inject('/readyz');
    return answer.statusCode === 200 && answer;
  });
  assertReply(operations.getReadiness, reply);
  t.equal(reply.statusCode, 200);
  t.strictSame(reply.json(), {
    status: 'degraded',
    service: 'notification',
    dependencies: {
      mongo: { state: 'up', required: true },
      redis: { state: 'up', required: false },
      rabbitmq: { state: 'up', required: true },
      smtp: { state: 'down', required: false, error: 'ESOCKET CONN connect ECONNREFUSED 127.0.0.1:1' },
    },
  });
});

/** Waits until all these lines are there at once: they are counted one by one, while the work goes on. */
async function assertMetrics(t: Test, app: App, wanted: readonly string[]): Promise<void> {
  let present: string[] = [];
  await waitFor('the numbers', async () => {
    present = (await app.inject('/metrics')).body.split('\n');
    return wanted.every((line) => present.includes(line));
  }).catch(() => undefined);
  t.strictSame(
    wanted.filter((line) => !present.includes(line)),
    [],
  );
}

t.test('metrics show the mails by state', async (t) => {
  const smtp = await startSmtp(t);
  const { app } = await startApp(t, smtp.url);
  await publish(app.rabbit, registered());
  const wanted = [
    'downbeat_mails{state="accepted",service="notification"} 1',
    'downbeat_mails{state="queued",service="notification"} 0',
    'downbeat_mails{state="sending",service="notification"} 0',
    'downbeat_mails{state="failed",service="notification"} 0',
    'downbeat_mails{state="expired",service="notification"} 0',
    'downbeat_mail_resends_total{service="notification"} 0',
  ];
  await assertMetrics(t, app, wanted);
});

t.test('metrics show the outcomes of events and the lengths of queues', async (t) => {
  const smtp = await startSmtp(t);
  const { app } = await startApp(t, smtp.url, { retryDelaysMs: [50] });
  const [good, bad, invalid] = [registered(), registered(), emailVerified()];
  // The collection rejects the mail of this event, so the event fails twice and is parked.
  const validator = { eventId: { $ne: bad.id } };
  await app.mongo.db.command({ collMod: mailCollection(app.mongo.db).collectionName, validator });
  for (const event of [good, good, bad, { ...invalid, data: {} }]) await publish(app.rabbit, event);
  await publish(app.rabbit, { ...invalid, type: 'downbeat.user.exploded.v1' });
  const wanted = [
    'downbeat_consumed_total{queue="notification.mail",outcome="handled",service="notification"} 1',
    'downbeat_consumed_total{queue="notification.mail",outcome="duplicates",service="notification"} 1',
    'downbeat_consumed_total{queue="notification.mail",outcome="retried",service="notification"} 1',
    'downbeat_consumed_total{queue="notification.mail",outcome="parked",service="notification"} 2',
    'downbeat_consumed_total{queue="notification.mail",outcome="returned",service="notification"} 0',
    'downbeat_consumed_total{queue="notification.sessions",outcome="handled",service="notification"} 0',
    'downbeat_queue_messages{queue="notification.mail",service="notification"} 0',
    'downbeat_queue_messages{queue="notification.mail.retry.50",service="notification"} 0',
    'downbeat_queue_messages{queue="notification.mail.parking",service="notification"} 2',
    'downbeat_queue_messages{queue="notification.sessions.parking",service="notification"} 0',
    'downbeat_queue_messages{queue="downbeat.unrouted",service="notification"} 1',
    'downbeat_queue_messages{queue="downbeat.unsubscribed",service="notification"} 0',
  ];
  await assertMetrics(t, app, wanted);
});

t.test('metrics leave out the queues while the broker is away', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.amqpUrl);
  const { app } = await startApp(t, 'smtp://127.0.0.1:1', {
    backends: { ...backends, amqpUrl: proxy.url },
  });
  await waitFor('the queue lengths', async () =>
    (await app.inject('/metrics')).body.includes('downbeat_queue_messages{'),
  );
  proxy.freeze();
  t.equal((await app.inject('/metrics')).statusCode, 200);
  const body = await app.metricsRegistry.metrics();
  t.notMatch(body, 'downbeat_queue_messages{');
  t.match(body, 'downbeat_consumed_total{queue="notification.mail",outcome="handled"');
  proxy.thaw();
  await waitFor('the queue lengths again', async () =>
    (await app.inject('/metrics')).body.includes('downbeat_queue_messages{'),
  );
});

t.test('metrics leave out the mails while the database is away', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.mongoUri);
  const { app } = await startApp(t, 'smtp://127.0.0.1:1', {
    backends: { ...backends, mongoUri: proxy.url },
  });
  await waitFor('the mails', async () => (await app.inject('/metrics')).body.includes('downbeat_mails{'));
  await proxy.down();
  t.equal((await app.inject('/metrics')).statusCode, 200);
  const body = await app.metricsRegistry.metrics();
  t.notMatch(body, 'downbeat_mails{');
  t.match(body, 'downbeat_consumed_total{queue="notification.mail",outcome="handled"');
  await proxy.up();
  await waitFor(
    'the mails again',
    async () => (await app.inject('/metrics')).body.includes('downbeat_mails{'),
    { timeoutMs: 60_000 },
  );
});

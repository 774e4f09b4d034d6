import { newId } from '@downbeat/shared/ids';
import {
  assertReply,
  assertRoutesMatchContract,
  startFaultProxy,
  testBackends,
  waitFor,
} from '@downbeat/shared/test-kit';
import t from 'tap';
import { operations } from '../src/generated/operations.gen.ts';
import { mailCollection } from '../src/mails/collection.ts';
import { createListing } from '../src/mails/listing.ts';
import { startApp } from './kit/app.ts';
import { emailVerified, publish, registered, sessionRevoked } from './kit/events.ts';
import { startSmtp } from './kit/smtp.ts';
import { accessToken } from './kit/tokens.ts';

t.setTimeout(120_000);

const url = '/api/notification/mails';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

t.test('the routes are those of the contract', async (t) => {
  const { app } = await startApp(t, 'smtp://127.0.0.1:1');
  await assertRoutesMatchContract(t, app, operations);
});

t.test('nobody but an admin reads the ledger', async (t) => {
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

t.test('a session that auth ended reads nothing any more', async (t) => {
  const { app } = await startApp(t, 'smtp://127.0.0.1:1');
  const sessionId = newId();
  const headers = bearer(await accessToken({ sessionId }));
  await publish(app.rabbit, sessionRevoked(sessionId));
  const code = await waitFor('the revocation', async () => {
    const reply = await app.inject({ url, headers });
    return reply.statusCode === 401 && reply.json<{ code: string }>().code;
  });
  t.equal(code, 'SESSION_REVOKED');
});

t.test('pages, newest first, by state, and cursors that are not ours', async (t) => {
  const smtp = await startSmtp(t, {
    judge: ({ to: [to = ''] }) => (to.startsWith('refused') ? { code: 550, text: 'unknown' } : 'accept'),
  });
  const { app, rows } = await startApp(t, smtp.url);
  const headers = bearer(await accessToken());
  const get = async (query = '') => {
    const reply = await app.inject({ url: `${url}${query}`, headers });
    assertReply(operations.listMails, reply);
    return reply;
  };
  t.strictSame((await get()).json(), { items: [], nextCursor: null });

  const emails = ['refused@example.com', 'ada@example.com', 'bob@example.com'];
  for (const email of emails) await publish(app.rabbit, registered({ email }));
  const all = await waitFor('three settled mails', async () => {
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
  t.equal(await createListing(app.mongo.db).count('accepted', 5), 2);
  t.equal(await createListing(app.mongo.db).count('accepted', 1), 1, 'no further than it was told');

  const [refused] = all.filter(({ state }) => state === 'failed');
  t.strictSame((await get('?state=failed')).json(), {
    items: [
      {
        id: refused!._id,
        eventId: refused!.eventId,
        template: 'welcome',
        recipient: 'refused@example.com',
        state: 'failed',
        attempts: 1,
        reason: 'EMESSAGE DATA Message failed: 550 unknown',
        createdAt: refused!.createdAt.toISOString(),
        updatedAt: refused!.updatedAt.toISOString(),
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

t.test('a mail server that is away makes the service degraded, not down', async (t) => {
  const { app } = await startApp(t, 'smtp://127.0.0.1:1');
  const reply = await app.inject('/readyz');
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

t.test('metrics tell the mails by state', async (t) => {
  const smtp = await startSmtp(t);
  const { app } = await startApp(t, smtp.url);
  await publish(app.rabbit, registered());
  const metrics = await waitFor('the accepted mail', async () => {
    const { body } = await app.inject('/metrics');
    return body.includes('downbeat_mails{state="accepted",service="notification"} 1') && body;
  });
  for (const line of [
    'downbeat_mails{state="queued",service="notification"} 0',
    'downbeat_mails{state="sending",service="notification"} 0',
    'downbeat_mails{state="failed",service="notification"} 0',
    'downbeat_mails{state="expired",service="notification"} 0',
    'downbeat_mail_resends_total{service="notification"} 0',
  ]) {
    t.match(metrics, line);
  }
});

t.test('metrics tell what became of the events, and what waits at the broker', async (t) => {
  const smtp = await startSmtp(t);
  const { app } = await startApp(t, smtp.url, { retryDelaysMs: [50] });
  const [good, bad, bent] = [registered(), registered(), emailVerified()];
  // The ledger takes no mail for this one: its event fails, fails again and is parked.
  const validator = { eventId: { $ne: bad.id } };
  await app.mongo.db.command({ collMod: mailCollection(app.mongo.db).collectionName, validator });
  for (const event of [good, good, bad, { ...bent, data: {} }]) await publish(app.rabbit, event);
  await publish(app.rabbit, { ...bent, type: 'downbeat.user.exploded.v1' });
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
  let told: string[] = [];
  await waitFor('the numbers', async () => {
    told = (await app.inject('/metrics')).body.split('\n');
    return wanted.every((line) => told.includes(line));
  }).catch(() => undefined);
  t.strictSame(
    wanted.filter((line) => !told.includes(line)),
    [],
  );
});

t.test('metrics are told while the broker is away, without what only it knows', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.amqpUrl);
  const { app } = await startApp(t, 'smtp://127.0.0.1:1', {
    backends: { ...backends, amqpUrl: proxy.url },
  });
  await waitFor('the depths', async () =>
    (await app.inject('/metrics')).body.includes('downbeat_queue_messages{'),
  );
  proxy.freeze();
  const { statusCode, body } = await app.inject('/metrics');
  t.equal(statusCode, 200);
  t.notMatch(body, 'downbeat_queue_messages{');
  t.match(body, 'downbeat_consumed_total{queue="notification.mail",outcome="handled"');
  proxy.thaw();
  await waitFor('the depths again', async () =>
    (await app.inject('/metrics')).body.includes('downbeat_queue_messages{'),
  );
});

t.test('metrics are told while the database is away, without what only it knows', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.mongoUri);
  const { app } = await startApp(t, 'smtp://127.0.0.1:1', {
    backends: { ...backends, mongoUri: proxy.url },
  });
  t.match((await app.inject('/metrics')).body, 'downbeat_mails{');
  await proxy.down();
  const { statusCode, body } = await app.inject('/metrics');
  t.equal(statusCode, 200);
  t.notMatch(body, 'downbeat_mails{');
  t.match(body, 'downbeat_consumed_total{queue="notification.mail",outcome="handled"');
  await proxy.up();
  await waitFor(
    'the ledger again',
    async () => (await app.inject('/metrics')).body.includes('downbeat_mails{'),
    { timeoutMs: 60_000 },
  );
});

import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { MailRow } from '../../src/mails/mail.ts';
import { startApp, type Fixture } from '../kit/app.ts';
import { codeRequested, publish, registered } from '../kit/events.ts';
import { startSmtp } from '../kit/smtp.ts';

t.setTimeout(120_000);

const until = (what: string, { rows }: Fixture, test: (rows: MailRow[]) => boolean) =>
  waitFor(what, async () => {
    const all = await rows();
    return all.length > 0 && test(all) && all;
  });
const finished = (fixture: Fixture, count = 1) =>
  until(
    'every mail to be finished',
    fixture,
    (rows) => rows.length === count && rows.every(({ finishedAt }) => finishedAt),
  );

const summary = ({ state, attempts, resends, reason }: MailRow) => ({ state, attempts, resends, reason });

t.test('keeps attempts while the mail server is away, and delivers when it is back', async (t) => {
  const stopped = await startSmtp(t);
  await stopped.close();
  const env = { MAIL_MAX_ATTEMPTS: '4', MAIL_RETRY_BASE_MS: '50', MAIL_RETRY_CAP_MS: '60000' };
  const fixture = await startApp(t, stopped.url, { env });
  for (let count = 0; count < 5; count += 1) await publish(fixture.app.rabbit, registered());
  await waitFor('the outage to be noticed', () =>
    fixture.logs.some(({ msg }) => msg === 'the mail server cannot be reached, mails wait'),
  );
  const waiting = await until(
    'all to wait',
    fixture,
    (rows) => rows.length === 5 && rows.every(({ state }) => state === 'queued'),
  );
  t.ok(waiting.some(({ lastFailure }) => lastFailure === 'unreachable'));
  // After the first failures the service tests the connection and uses up no more attempts.
  const attempts = async () => (await fixture.rows()).reduce((sum, row) => sum + row.attempts, 0);
  const spent = await attempts();
  t.ok(spent <= 10, `${spent} attempts`);

  const back = await startSmtp(t, { port: stopped.port });
  const rows = await finished(fixture, 5);
  t.strictSame(
    rows.map(({ state }) => state),
    Array(5).fill('accepted'),
  );
  t.equal(back.received.length, 5);
});

t.test('sends the same bytes again after a temporary rejection', async (t) => {
  let times = 0;
  const smtp = await startSmtp(t, {
    answer: () => ((times += 1) < 3 ? { code: 451, text: 'later' } : 'accept'),
  });
  const fixture = await startApp(t, smtp.url);
  await publish(fixture.app.rabbit, registered());
  t.strictSame((await finished(fixture)).map(summary), [
    { state: 'accepted', attempts: 3, resends: 0, reason: undefined },
  ]);
  t.equal(smtp.received.length, 3);
  t.equal(new Set(smtp.received.map(({ raw }) => raw)).size, 1, 'rendered once');
});

t.test('fails at once on a permanent rejection, stores the reason and erases the content', async (t) => {
  const smtp = await startSmtp(t, { answer: () => ({ code: 550, text: 'no such user' }) });
  const fixture = await startApp(t, smtp.url);
  await publish(fixture.app.rabbit, await codeRequested('748209'));
  const [row] = await finished(fixture);
  t.strictSame(summary(row!), {
    state: 'failed',
    attempts: 1,
    resends: 0,
    reason: 'EMESSAGE DATA Message failed: 550 no such user',
  });
  t.strictSame([row!.message, row!.variables, row!.lease], [undefined, undefined, undefined]);
});

t.test('fails after MAIL_MAX_ATTEMPTS temporary rejections', async (t) => {
  const smtp = await startSmtp(t, { answer: () => ({ code: 451, text: 'later' }) });
  const fixture = await startApp(t, smtp.url, { env: { MAIL_MAX_ATTEMPTS: '3' } });
  await publish(fixture.app.rabbit, registered());
  t.strictSame((await finished(fixture)).map(summary), [
    { state: 'failed', attempts: 3, resends: 0, reason: 'EMESSAGE DATA Message failed: 451 later' },
  ]);
});

t.test(
  'sends again with the same Message-ID when the server hangs after the dot, and counts it',
  async (t) => {
    let times = 0;
    const smtp = await startSmtp(t, { answer: () => ((times += 1) === 1 ? 'hang' : 'accept') });
    const fixture = await startApp(t, smtp.url, { env: { MAIL_SEND_TIMEOUT_MS: '9000' } });
    await publish(fixture.app.rabbit, registered());
    t.match((await finished(fixture)).map(summary), [{ state: 'accepted', attempts: 2, resends: 1 }]);
    t.equal(smtp.received.length, 2);
    t.equal(new Set(smtp.received.map(({ messageId }) => messageId)).size, 1);
    t.ok(fixture.logs.some(({ msg }) => msg === 'mail is sent again, an earlier delivery may have arrived'));
  },
);

t.test('delivers other mails while the server hangs on one', async (t) => {
  const smtp = await startSmtp(t, {
    answer: ({ to: [to = ''] }) => (to.startsWith('slow') ? 'hang' : 'accept'),
  });
  const fixture = await startApp(t, smtp.url, {
    env: { MAIL_CONCURRENCY: '2' },
  });
  await publish(fixture.app.rabbit, registered({ email: 'slow@example.com' }));
  await waitFor('the slow one', () => smtp.received.length === 1);
  for (let count = 0; count < 5; count += 1) await publish(fixture.app.rabbit, registered());
  await until('the others', fixture, (rows) => rows.filter(({ state }) => state === 'accepted').length === 5);
  t.match((await fixture.rows())[0], { recipient: 'slow@example.com', state: 'sending' });
});

t.test('drops a code that had expired before its event arrived', async (t) => {
  const smtp = await startSmtp(t);
  const fixture = await startApp(t, smtp.url);
  const expiresAt = new Date(Date.now() - 1).toISOString();
  await publish(fixture.app.rabbit, await codeRequested('748209', { expiresAt }));
  const [row] = await finished(fixture);
  t.match(row, { state: 'expired', attempts: 0 });
  t.equal(row!.variables, undefined);
  t.equal(smtp.received.length, 0);
});

t.test('drops a code that expires while the mail server is away', async (t) => {
  const stopped = await startSmtp(t);
  await stopped.close();
  const fixture = await startApp(t, stopped.url);
  const expiresAt = new Date(Date.now() + 700).toISOString();
  await publish(fixture.app.rabbit, await codeRequested('748209', { expiresAt }));
  await publish(fixture.app.rabbit, registered());
  await until('the code to expire', fixture, (rows) => rows.some(({ state }) => state === 'expired'));
  const back = await startSmtp(t, { port: stopped.port });
  const rows = await finished(fixture, 2);
  t.strictSame(rows.map(({ template, state }) => [template, state]).sort(), [
    ['verify-email', 'expired'],
    ['welcome', 'accepted'],
  ]);
  t.strictSame(
    back.received.map(({ raw }) => raw.includes('748209')),
    [false],
  );
  t.notMatch(JSON.stringify(fixture.logs), '748209');
});

t.test('stores a waiting code only encrypted', async (t) => {
  const smtp = await startSmtp(t, { answer: () => ({ code: 451, text: 'later, 748209' }) });
  const fixture = await startApp(t, smtp.url);
  await publish(fixture.app.rabbit, await codeRequested('748209'));
  const [row] = await until('a rendered, rejected mail', fixture, ([row]) => (row?.attempts ?? 0) > 1);
  t.match(row!.message, /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/);
  t.notMatch(JSON.stringify(row), '748209');
  t.notMatch(JSON.stringify(fixture.logs), '748209');
});

t.test('fails a code that was encrypted for another key, and delivers the other mails', async (t) => {
  const smtp = await startSmtp(t);
  const fixture = await startApp(t, smtp.url, { env: { MAIL_MAX_ATTEMPTS: '2' } });
  const event = await codeRequested('748209');
  const [head, , ...rest] = event.data.sealedCode.split('.');
  const sealedCode = [head, '', ...rest.map((part) => `A${part.slice(1)}`)].join('.');
  await publish(fixture.app.rabbit, { ...event, data: { ...event.data, sealedCode } });
  await publish(fixture.app.rabbit, registered());
  const rows = await finished(fixture, 2);
  t.match(
    rows.find(({ template }) => template === 'verify-email'),
    {
      state: 'failed',
      attempts: 2,
      reason: 'could not be composed: SealError',
    },
  );
  t.match(
    rows.find(({ template }) => template === 'welcome'),
    { state: 'accepted' },
  );
});

t.test('queues a mail again when the service stops during its delivery', async (t) => {
  const smtp = await startSmtp(t, { answer: () => 'hang' });
  const fixture = await startApp(t, smtp.url, {
    env: { MAIL_SEND_TIMEOUT_MS: '60000', MAIL_LEASE_MS: '61000' },
  });
  const { db } = fixture.app.mongo;
  const { MongoClient } = await import('mongodb');
  const client = await new MongoClient(fixture.backends.mongoUri).connect();
  t.teardown(() => client.close());
  await publish(fixture.app.rabbit, registered());
  await waitFor('the final dot', () => smtp.received.length === 1);
  await fixture.app.close();
  const [row] = await client.db(db.databaseName).collection<MailRow>('mails').find().toArray();
  t.match(row, { state: 'queued', attempts: 1, resends: 1, lastFailure: 'transient' });
});

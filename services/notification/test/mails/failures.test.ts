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
const finished = (fixture: Fixture) =>
  until('every mail to be finished', fixture, (rows) => rows.every(({ finishedAt }) => finishedAt));

const summary = ({ state, attempts, resends, reason }: MailRow) => ({ state, attempts, resends, reason });

t.test(
  'a server that is away: mails wait without using up their tries, and leave when it is back',
  async (t) => {
    const gone = await startSmtp(t);
    await gone.close();
    const env = { MAIL_MAX_ATTEMPTS: '4', MAIL_RETRY_BASE_MS: '50', MAIL_RETRY_CAP_MS: '60000' };
    const fixture = await startApp(t, gone.url, { env });
    for (let count = 0; count < 5; count += 1) await publish(fixture.app.rabbit, registered());
    await waitFor('the outage to be noticed', () =>
      fixture.logs.some(({ msg }) => msg === 'the mail server cannot be reached, mails wait'),
    );
    const waiting = await until('all to wait', fixture, (rows) =>
      rows.every(({ state }) => state === 'queued'),
    );
    t.ok(waiting.some(({ lastFailure }) => lastFailure === 'unreachable'));
    // A verdict about the server is reached by connections, not by mails: nobody's tries go on.
    const attempts = async () => (await fixture.rows()).reduce((sum, row) => sum + row.attempts, 0);
    const spent = await attempts();
    t.ok(spent <= 10, `${spent} tries`);

    const back = await startSmtp(t, { port: gone.port });
    const rows = await finished(fixture);
    t.strictSame(
      rows.map(({ state }) => state),
      Array(5).fill('accepted'),
    );
    t.equal(back.received.length, 5);
  },
);

t.test('refused for now, then taken: the very same message', async (t) => {
  let times = 0;
  const smtp = await startSmtp(t, {
    judge: () => ((times += 1) < 3 ? { code: 451, text: 'later' } : 'accept'),
  });
  const fixture = await startApp(t, smtp.url);
  await publish(fixture.app.rabbit, registered());
  t.strictSame((await finished(fixture)).map(summary), [
    { state: 'accepted', attempts: 3, resends: 0, reason: undefined },
  ]);
  t.equal(smtp.received.length, 3);
  t.equal(new Set(smtp.received.map(({ raw }) => raw)).size, 1, 'rendered once');
});

t.test('refused for good: failed at once, with its reason, and nothing of it kept', async (t) => {
  const smtp = await startSmtp(t, { judge: () => ({ code: 550, text: 'no such user' }) });
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

t.test('refused for now, for ever: given up after so many tries', async (t) => {
  const smtp = await startSmtp(t, { judge: () => ({ code: 451, text: 'later' }) });
  const fixture = await startApp(t, smtp.url, { env: { MAIL_MAX_ATTEMPTS: '3' } });
  await publish(fixture.app.rabbit, registered());
  t.strictSame((await finished(fixture)).map(summary), [
    { state: 'failed', attempts: 3, resends: 0, reason: 'EMESSAGE DATA Message failed: 451 later' },
  ]);
});

t.test('a server that hangs after the dot: sent again with the same Message-ID, and counted', async (t) => {
  let times = 0;
  const smtp = await startSmtp(t, { judge: () => ((times += 1) === 1 ? 'hang' : 'accept') });
  const fixture = await startApp(t, smtp.url, { env: { MAIL_SEND_TIMEOUT_MS: '3000' } });
  await publish(fixture.app.rabbit, registered());
  t.match((await finished(fixture)).map(summary), [{ state: 'accepted', attempts: 2, resends: 1 }]);
  t.equal(smtp.received.length, 2);
  t.equal(new Set(smtp.received.map(({ messageId }) => messageId)).size, 1);
  t.ok(fixture.logs.some(({ msg }) => msg === 'mail is sent again, an earlier delivery may have arrived'));
});

t.test('a hanging server holds up one mail, not the others', async (t) => {
  const smtp = await startSmtp(t, {
    judge: ({ to: [to = ''] }) => (to.startsWith('slow') ? 'hang' : 'accept'),
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

t.test('a code that had expired when its event came is dropped', async (t) => {
  const smtp = await startSmtp(t);
  const fixture = await startApp(t, smtp.url);
  const expiresAt = new Date(Date.now() - 1).toISOString();
  await publish(fixture.app.rabbit, await codeRequested('748209', { expiresAt }));
  const [row] = await finished(fixture);
  t.match(row, { state: 'expired', attempts: 0 });
  t.equal(row!.variables, undefined);
  t.equal(smtp.received.length, 0);
});

t.test('a code that expires while the server is away is dropped, not sent late', async (t) => {
  const gone = await startSmtp(t);
  await gone.close();
  const fixture = await startApp(t, gone.url);
  const expiresAt = new Date(Date.now() + 700).toISOString();
  await publish(fixture.app.rabbit, await codeRequested('748209', { expiresAt }));
  await publish(fixture.app.rabbit, registered());
  await until('the code to expire', fixture, (rows) => rows.some(({ state }) => state === 'expired'));
  const back = await startSmtp(t, { port: gone.port });
  const rows = await finished(fixture);
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

t.test('while a code waits, the database holds it sealed only', async (t) => {
  const smtp = await startSmtp(t, { judge: () => ({ code: 451, text: 'later, 748209' }) });
  const fixture = await startApp(t, smtp.url);
  await publish(fixture.app.rabbit, await codeRequested('748209'));
  const [row] = await until('a rendered, refused mail', fixture, ([row]) => (row?.attempts ?? 0) > 1);
  t.match(row!.message, /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/);
  t.notMatch(JSON.stringify(row), '748209');
  t.notMatch(JSON.stringify(fixture.logs), '748209');
});

t.test('a code sealed for somebody else is not sent, and does not stop the others', async (t) => {
  const smtp = await startSmtp(t);
  const fixture = await startApp(t, smtp.url, { env: { MAIL_MAX_ATTEMPTS: '2' } });
  const event = await codeRequested('748209');
  const [head, , ...rest] = event.data.sealedCode.split('.');
  const sealedCode = [head, '', ...rest.map((part) => `A${part.slice(1)}`)].join('.');
  await publish(fixture.app.rabbit, { ...event, data: { ...event.data, sealedCode } });
  await publish(fixture.app.rabbit, registered());
  const rows = await finished(fixture);
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

t.test('shutdown in the middle of a delivery gives the mail back', async (t) => {
  const smtp = await startSmtp(t, { judge: () => 'hang' });
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

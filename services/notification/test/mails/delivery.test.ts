import { rabbitApi, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { startApp, type Fixture } from '../kit/app.ts';
import {
  codeRequested,
  emailVerified,
  passwordChanged,
  publish,
  registered,
  resetRequested,
} from '../kit/events.ts';
import { header, startSmtp } from '../kit/smtp.ts';

t.setTimeout(120_000);

const finished = ({ rows }: Fixture, count = 1) =>
  waitFor('the mails to be finished', async () => {
    const all = await rows();
    return all.length === count && all.every(({ finishedAt }) => finishedAt) && all;
  });

t.test('sends one mail for an event that is published three times', async (t) => {
  const smtp = await startSmtp(t);
  const fixture = await startApp(t, smtp.url);
  const event = registered();
  for (let time = 0; time < 3; time += 1) await publish(fixture.app.rabbit, event);
  const other = registered();
  await publish(fixture.app.rabbit, other);
  const rows = await finished(fixture, 2);
  t.strictSame(smtp.received.map(({ to }) => to).sort(), [[event.data.email], [other.data.email]].sort());
  const found = rows.map(({ eventId, state, attempts, resends }) => ({ eventId, state, attempts, resends }));
  const wanted = [event, other].map(({ id }) => ({
    eventId: id,
    state: 'accepted',
    attempts: 1,
    resends: 0,
  }));
  const byEvent = (a: { eventId: string }, b: { eventId: string }) => a.eventId.localeCompare(b.eventId);
  t.strictSame(found.sort(byEvent), wanted.sort(byEvent));
});

t.test('sends a welcome mail with headers and both parts, stores it and logs it', async (t) => {
  const smtp = await startSmtp(t);
  const fixture = await startApp(t, smtp.url);
  const event = registered({ role: 'artist' });
  await publish(fixture.app.rabbit, event);
  const [row] = await finished(fixture);
  const [mail] = smtp.received;
  t.equal(mail!.from, 'no-reply@downbeat.example');
  t.strictSame(mail!.to, [event.data.email]);
  t.equal(header(mail!, 'From'), 'Downbeat <no-reply@downbeat.example>');
  t.equal(header(mail!, 'To'), `Ada Lovelace <${event.data.email}>`);
  t.equal(header(mail!, 'Subject'), 'Welcome to Downbeat');
  t.equal(header(mail!, 'Auto-Submitted'), 'auto-generated');
  t.match(header(mail!, 'Content-Type'), /^multipart\/alternative/);
  t.match(mail!.raw, 'Content-Type: text/plain');
  t.match(mail!.raw, 'Content-Type: text/html');
  t.match(mail!.messageId, /^<[0-9a-f]{40}@downbeat\.example>$/);
  const { _id, createdAt, updatedAt, finishedAt, dueAt } = row!;
  t.ok(createdAt <= finishedAt! && finishedAt! <= updatedAt);
  t.strictSame(row, {
    _id,
    createdAt,
    updatedAt,
    finishedAt,
    dueAt,
    eventSource: '/auth',
    eventId: event.id,
    template: 'welcome',
    recipient: event.data.email,
    correlationId: event.correlationid,
    userId: event.data.userId,
    messageId: mail!.messageId,
    attempts: 1,
    resends: 0,
    state: 'accepted',
  });
  const line = await waitFor('the log line', () => fixture.logs.find(({ msg }) => msg === 'mail accepted'));
  t.match(line, {
    correlationId: event.correlationid,
    eventId: event.id,
    mailId: _id,
    template: 'welcome',
    messageId: mail!.messageId,
    attempts: 1,
    resends: 0,
    response: '250 OK',
  });
});

t.test(
  'puts the code into the mail only: not into the log, and not into the database after acceptance',
  async (t) => {
    const smtp = await startSmtp(t);
    const fixture = await startApp(t, smtp.url);
    const code = '748209';
    await publish(fixture.app.rabbit, await codeRequested(code));
    const rows = await finished(fixture);
    t.match(smtp.received[0]!.raw, `    ${code}`);
    t.equal(header(smtp.received[0]!, 'Subject'), 'Your Downbeat code');
    t.notMatch(JSON.stringify(fixture.logs), code);
    t.notMatch(JSON.stringify(rows), code);
    t.strictSame([rows[0]!.variables, rows[0]!.message], [undefined, undefined]);
  },
);

t.test('mails the code for a new password, and that the password was changed', async (t) => {
  const smtp = await startSmtp(t);
  const fixture = await startApp(t, smtp.url);
  const [reset, changed] = [await resetRequested('748209'), passwordChanged()];
  await publish(fixture.app.rabbit, reset);
  await publish(fixture.app.rabbit, changed);
  const rows = await finished(fixture, 2);
  t.strictSame(rows.map(({ template }) => template).sort(), ['password-changed', 'reset-password']);
  const mailTo = (email: string) => smtp.received.find(({ to }) => to.includes(email));
  t.equal(header(mailTo(reset.data.email)!, 'Subject'), 'A new password for Downbeat');
  t.match(mailTo(reset.data.email)!.raw, '748209');
  t.equal(header(mailTo(changed.data.email)!, 'Subject'), 'Your password was changed');
  t.notMatch(JSON.stringify([rows, fixture.logs]), '748209');
});

t.test('sends a mail when the email is verified', async (t) => {
  const smtp = await startSmtp(t);
  const fixture = await startApp(t, smtp.url);
  await publish(fixture.app.rabbit, emailVerified());
  await finished(fixture);
  t.equal(header(smtp.received[0]!, 'Subject'), 'Your address is confirmed');
});

t.test('a malicious display name changes neither headers nor recipients', async (t) => {
  const smtp = await startSmtp(t);
  const fixture = await startApp(t, smtp.url);
  const names = [
    '"<victim>, x: y;" \\',
    '<script>alert(1)</script>',
    'Zoë 音',
    'win at evil.example',
    '=?utf-8?Q?=0D=0ABcc:_x?=',
  ];
  const events = names.map((displayName) => registered({ displayName }));
  for (const event of events) await publish(fixture.app.rabbit, event);
  await finished(fixture, names.length);
  for (const { data } of events) {
    const mail = smtp.received.find(({ to }) => to.length === 1 && to[0] === data.email)!;
    t.ok(
      header(mail, 'To').endsWith(data.email) || header(mail, 'To').endsWith(`<${data.email}>`),
      header(mail, 'To'),
    );
    t.equal(header(mail, 'Bcc') + header(mail, 'Cc'), '');
    t.notMatch(mail.raw.slice(mail.raw.indexOf('Content-Type: text/html')), '<script');
    t.notMatch(mail.raw, 'evil.example');
  }
});

t.test('parks an invalid event with its reason and handles the others', async (t) => {
  const smtp = await startSmtp(t);
  const fixture = await startApp(t, smtp.url, { retryDelaysMs: [50] });
  const good = [registered(), registered()];
  const invalid = registered();
  const data = {
    ...invalid.data,
    email: 'ada@example.com\r\nBcc: victim@example.com',
    displayName: 'A\r\nBcc: v',
  };
  await publish(fixture.app.rabbit, good[0]!);
  await publish(fixture.app.rabbit, { ...invalid, data });
  await publish(fixture.app.rabbit, good[1]!);
  await finished(fixture, 2);
  const queue = `queues/${fixture.backends.name}/notification.mail.parking`;
  const get = { count: 10, ackmode: 'ack_requeue_true', encoding: 'auto' };
  const parked = await waitFor('the parked event', async () => {
    const found = (await rabbitApi('POST', `${queue}/get`, get)) as { properties: { headers: object } }[];
    return found.length > 0 && found;
  });
  t.equal(parked.length, 1);
  t.match(parked[0]!.properties.headers, { 'x-downbeat-reason': /email must match/ });
  t.equal(smtp.received.length, 2);
});

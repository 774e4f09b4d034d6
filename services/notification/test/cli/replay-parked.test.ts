import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { testBackends, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { mailCollection } from '../../src/mails/repository.ts';
import { startApp } from '../kit/app.ts';
import { publish, registered } from '../kit/events.ts';
import { startSmtp } from '../kit/smtp.ts';

t.setTimeout(240_000);

const script = fileURLToPath(new URL('../../src/cli/replay-parked.ts', import.meta.url));

interface Outcome {
  code: number;
  out: string;
  err: string;
}

const run = (amqpUrl: string, ...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env: { AMQP_URL: amqpUrl } }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

t.test('exits 1 with one sentence when the command cannot be done', async (t) => {
  const { amqpUrl } = await testBackends(t);
  t.match(await run(amqpUrl, '--all'), {
    code: 1,
    out: '',
    err: /^Unknown option '--all'.*\nusage: AMQP_URL=/s,
  });
  t.match(await run('not a URL'), { code: 1, out: '', err: /AMQP_URL: must match/ });
  t.strictSame(await run(amqpUrl, '--queue', 'missing'), {
    code: 1,
    out: '',
    err: 'There is no queue missing.parking.\n',
  });
  t.strictSame(await run('amqp://127.0.0.1:1'), {
    code: 1,
    out: '',
    err: 'The broker at AMQP_URL did not answer in 5 s.\n',
  });
});

t.test('lists parked events with their reasons, and replays one or all', async (t) => {
  const smtp = await startSmtp(t);
  const { app, backends, rows } = await startApp(t, smtp.url, { retryDelaysMs: [50] });
  const cli = (...args: string[]) => run(backends.amqpUrl, ...args);
  const nothing = 'notification.mail: 0 parked\nnotification.sessions: 0 parked\n';
  t.strictSame(await cli('--replay'), { code: 0, out: nothing, err: '' });

  const events = [registered(), registered(), registered()];
  const [first, second, third] = events.map(({ id }) => id) as [string, string, string];
  // From now on the collection rejects every mail.
  const { db } = app.mongo;
  const { collectionName } = mailCollection(db);
  await db.command({ collMod: collectionName, validator: { eventId: { $exists: false } } });
  for (const [index, event] of events.entries()) {
    await publish(app.rabbit, event);
    const line = `notification.mail.parking",service="notification"} ${index + 1}`;
    await waitFor('the event to be parked', async () => (await app.inject('/metrics')).body.includes(line));
  }
  const lineOf = (id: string) =>
    `  ${id}  downbeat.user.registered.v1  parked <time> after 2 failures: Document failed validation`;
  const normalised = ({ code, out, err }: Outcome) => ({
    code,
    lines: out
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .trimEnd()
      .split('\n'),
    err,
  });
  const listed = ['notification.mail: 3 parked', lineOf(first), lineOf(second), lineOf(third)];
  t.strictSame(normalised(await cli('--queue', 'notification.mail')), { code: 0, lines: listed, err: '' });
  t.strictSame(normalised(await cli()), {
    code: 0,
    lines: [...listed, 'notification.sessions: 0 parked'],
    err: '',
  });
  t.strictSame(await cli('--event', 'no-such-event', '--replay'), {
    code: 1,
    out: '',
    err: 'No event no-such-event is parked in notification.mail or notification.sessions.\n',
  });

  await db.command({ collMod: collectionName, validator: {} });
  t.strictSame(normalised(await cli('--event', second, '--replay')), {
    code: 0,
    lines: [
      'notification.mail: 3 parked',
      lineOf(second),
      'notification.mail: 1 replayed',
      'notification.sessions: 0 parked',
    ],
    err: '',
  });
  const mailed = async (count: number) =>
    waitFor('the mails', async () => {
      const all = await rows();
      return all.length === count && all.every(({ state }) => state === 'accepted') && all;
    });
  t.strictSame(
    (await mailed(1)).map(({ eventId }) => eventId),
    [second],
  );
  t.strictSame(normalised(await cli('--replay', '--queue', 'notification.mail')), {
    code: 0,
    lines: ['notification.mail: 2 parked', lineOf(first), lineOf(third), 'notification.mail: 2 replayed'],
    err: '',
  });
  t.strictSame((await mailed(3)).map(({ eventId }) => eventId).toSorted(), [first, second, third].toSorted());
  t.equal(smtp.received.length, 3, 'each once');
  t.strictSame(await cli(), { code: 0, out: nothing, err: '' });
});

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectRabbit } from '@downbeat/shared/messaging';
import { testBackends, waitFor } from '@downbeat/shared/test-kit';
import { MongoClient } from 'mongodb';
import t from 'tap';
import { mailCollection } from '../../src/mails/repository.ts';
import { environmentOf } from '../kit/app.ts';
import { publish, registered } from '../kit/events.ts';
import { startSmtp } from '../kit/smtp.ts';
import { compareMails } from './compare-mails.ts';
import { startCrashChild } from './crash-child.ts';

t.setTimeout(180_000);

const MAILS = 300;
const SHIFT_MS = 90_000;
/** At the end of each wave one worker has nothing to send while the other one is still sending. */
const WAVE = 30;
const SMTP_MS = 200;

t.test('two workers whose clocks are 90 s apart send each mail once', async (t) => {
  const backends = await testBackends(t);
  const smtp = await startSmtp(t, { answer: () => delay(SMTP_MS, 'accept' as const) });
  const client = await new MongoClient(backends.mongoUri).connect();
  t.teardown(() => client.close());
  const env = environmentOf(backends, smtp.url);
  const preload = `--import ${join(import.meta.dirname, '../kit/shift-clock.ts')}`;
  for (const shiftMs of [0, SHIFT_MS])
    await startCrashChild(t, { ...env, NODE_OPTIONS: preload, CLOCK_SHIFT_MS: String(shiftMs) }, 'never');

  const rabbit = await connectRabbit({ url: backends.amqpUrl });
  t.teardown(() => rabbit.close());
  await waitFor('the broker', () => rabbit.connected);
  const events = Array.from({ length: MAILS }, () => registered());
  const beganAt = performance.now();
  const mails = mailCollection(client.db());
  for (let count = WAVE; count <= MAILS; count += WAVE) {
    await Promise.all(events.slice(count - WAVE, count).map((event) => publish(rabbit, event)));
    const accepted = async () => (await mails.countDocuments({ state: 'accepted' })) === count;
    await waitFor('the wave', accepted, { timeoutMs: 60_000, intervalMs: 100 });
  }
  const durationMs = Math.round(performance.now() - beganAt);

  const wanted = events.map(({ data }) => data.email);
  const { lost, unexpected, duplicates, resends } = compareMails(
    wanted,
    smtp.received,
    await mails.find().toArray(),
  );
  t.comment(`${MAILS} mails in ${durationMs} ms, ${duplicates.length} sent twice, ${lost.length} lost`);
  t.strictSame(
    { lost, unexpected, duplicates, resends },
    { lost: [], unexpected: [], duplicates: [], resends: 0 },
  );
  t.ok(durationMs < SHIFT_MS, 'no mail waits for the difference of the clocks');
});

import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import type { OutgoingMessage, Rabbit } from '@downbeat/shared/messaging';
import { waitFor } from '@downbeat/shared/test-kit';
import { renamed } from './harness.ts';
import { claimWaiting } from '../../src/messaging/outbox-lease.ts';
import { createOutboxHarness } from './outbox-harness.ts';

t.test(
  'a crash between publish and mark: another relay publishes again, and the effect happens once',
  async (t) => {
    const { rabbit, run, add, start, effects, heard, rows } = await createOutboxHarness(t);
    const consumer = await start({
      handlers: {
        'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
          await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
        },
      },
    });
    // Publishes and then stops: the state after kill -9.
    const publish = async (message: OutgoingMessage) => {
      await rabbit.publish(message);
      await new Promise(() => undefined);
    };
    const dying: Rabbit = { ...rabbit, connected: true, publish };
    await add(renamed('ada'));
    const first = run({ rabbit: dying, leaseMs: 1_000 });
    await waitFor('the first publish', () => heard.length === 1);
    await first.stop(10);
    t.match(await rows.findOne({}), { sent: false });

    const second = run({ leaseMs: 1_000 });
    await waitFor('the second publish', () => heard.length === 2);
    await waitFor('the mark', async () => (await second.backlog()) === 0);
    await waitFor('both deliveries', () => consumer.stats().handled + consumer.stats().duplicates === 2);
    t.same(consumer.stats(), { handled: 1, duplicates: 1, retried: 0, parked: 0, returned: 0, inFlight: 0 });
    t.equal(await effects.countDocuments(), 1);
  },
);

t.test('several relays publish each row once, and each subject in order', async (t) => {
  const { run, add, heard, rows } = await createOutboxHarness(t);
  const subjects = Array.from({ length: 12 }, () => newId());
  const relays = [run({ pollMs: 5 }), run({ pollMs: 5 }), run({ pollMs: 5 })];
  const writer = async (subject: string) => {
    for (let n = 0; n < 6; n += 1) await add(renamed(`n${n}`, subject));
  };
  await Promise.all(subjects.map(writer));
  await waitFor('all', () => heard.length >= 72, { timeoutMs: 30_000 });
  await waitFor('the marks', async () => (await rows.countDocuments({ sent: false })) === 0);
  t.equal(heard.length, 72, 'none twice');
  const expected = Array.from({ length: 6 }, (_, n) => `n${n}`);
  const bySubject = Map.groupBy(heard, ({ subject }) => subject);
  for (const subject of subjects) {
    t.same(
      bySubject.get(subject)?.map(({ data }) => ('displayName' in data ? data.displayName : '')),
      expected,
    );
  }
  const shares = relays.map((relay) => relay.stats().published);
  t.equal(
    shares.reduce((sum, share) => sum + share),
    72,
  );
});

t.test('a claim that got no answer is found by its token, by no other relay', async (t) => {
  const { add, db } = await createOutboxHarness(t);
  const event = renamed('ada');
  await add(event);
  const claim = async (token: string) => {
    const claims = await claimWaiting(db, 60_000, token);
    return claims.map(({ subject, rows }) => [subject, rows.map(({ _id }) => _id)]);
  };
  const expected = [[event.subject, [event.id]]];
  t.same(await claim('first'), expected);
  t.same(await claim('second'), []);
  t.same(await claim('first'), expected);
});

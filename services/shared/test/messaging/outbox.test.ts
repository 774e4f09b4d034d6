import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import { createCommit, createOutbox, outboxIndexes, type OutboxRow } from '@downbeat/shared/messaging';
import { connectMongo, ensureIndexes } from '@downbeat/shared/mongo';
import { testBackends } from '@downbeat/shared/test-kit';
import { inTransaction } from '@downbeat/shared/transactions';
import { renamed } from './harness.ts';

t.test('the outbox', async (t) => {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const { client, db, close } = await connectMongo({ uri: mongoUri });
  t.teardown(close);
  await ensureIndexes(db, outboxIndexes);
  const outbox = createOutbox(db);
  const rows = db.collection<OutboxRow>('outbox');

  t.test('an event that breaks the contract fails its transaction', async (t) => {
    const bent = renamed('');
    const work = inTransaction(client, async (session) => {
      await db.collection('users').insertOne({ name: 'bent' }, { session });
      await outbox.add(session, bent);
    });
    await t.rejects(work, {
      message: /^downbeat\.user\.renamed\.v1 does not fit its schema: \/data\/displayName /,
    });
    t.equal(await db.collection('users').countDocuments({ name: 'bent' }), 0);
  });

  t.test('an event is stored exactly when its change is', async (t) => {
    const [kept, dropped] = [renamed('kept'), renamed('dropped')];
    await inTransaction(client, (session) => outbox.add(session, kept));
    const failing = inTransaction(client, async (session) => {
      await outbox.add(session, dropped);
      throw new Error('no');
    });
    await t.rejects(failing, { message: 'no' });
    t.equal(await rows.findOne({ _id: dropped.id }), null);
    t.same(await rows.findOne({ _id: kept.id }), {
      _id: kept.id,
      event: kept,
      subject: kept.subject,
      seq: 1,
      sent: false,
    });
  });

  t.test('a commit wakes the relay when it has added an event, and only then', async (t) => {
    const commit = createCommit(client, outbox);
    let wakes = 0;
    t.teardown(outbox.onWake(() => (wakes += 1)));
    await commit((session) => db.collection('users').insertOne({ name: 'quiet' }, { session }));
    t.equal(wakes, 0);
    await commit((session) => outbox.add(session, renamed('heard')));
    t.equal(wakes, 1);
    await t.rejects(
      commit(async (session) => {
        await outbox.add(session, renamed('taken back'));
        throw new Error('no');
      }),
    );
    t.equal(wakes, 1);
  });

  t.test('events of one subject are numbered without gaps by any number of writers', async (t) => {
    const subject = newId();
    const add = (n: number) =>
      inTransaction(client, (session) => outbox.add(session, renamed(`n${n}`, subject)), {
        deadlineMs: 20_000,
      });
    await Promise.all(Array.from({ length: 12 }, (_, n) => add(n)));
    t.same(
      (await rows.find({ subject }).sort({ seq: 1 }).toArray()).map(({ seq }) => seq),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    );
  });

  t.test('several events of one transaction keep their order', async (t) => {
    const subject = newId();
    await inTransaction(client, async (session) => {
      for (const name of ['a', 'b', 'c']) await outbox.add(session, renamed(name, subject));
    });
    t.match(await rows.find({ subject }).sort({ seq: 1 }).toArray(), [
      { seq: 1, event: { data: { displayName: 'a' } } },
      { seq: 2, event: { data: { displayName: 'b' } } },
      { seq: 3, event: { data: { displayName: 'c' } } },
    ]);
  });
});

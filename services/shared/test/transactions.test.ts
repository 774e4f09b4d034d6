import type { ClientSession } from 'mongodb';
import t from 'tap';
import { connectMongo, ensureIndexes } from '@downbeat/shared/mongo';
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import { inTransaction } from '@downbeat/shared/transactions';

/** Longer than a reconnection takes on a slow machine. */
const patient = { deadlineMs: 20_000 };

interface Row {
  _id: string;
  n: number;
}

t.test('transactions', async (t) => {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const proxy = await startFaultProxy(t, mongoUri);
  const { client, db, close } = await connectMongo({ uri: proxy.url });
  t.teardown(close);
  await ensureIndexes(db, { rows: [] });
  const rows = db.collection<Row>('rows');

  t.test('an error of fn is thrown, and nothing is written', async (t) => {
    const work = inTransaction(client, async (session) => {
      await rows.insertOne({ _id: 'thrown', n: 1 }, { session });
      throw new Error('changed my mind');
    });
    await t.rejects(work, { message: 'changed my mind' });
    t.equal(await rows.findOne({ _id: 'thrown' }), null);
  });

  t.test('an error that a retry cannot solve is thrown at once', async (t) => {
    await rows.insertOne({ _id: 'taken', n: 0 });
    let tries = 0;
    const work = inTransaction(client, async (session) => {
      tries += 1;
      await rows.insertOne({ _id: 'taken', n: 1 }, { session });
    });
    await t.rejects(work, { code: 11_000 });
    t.equal(tries, 1);
  });

  t.test('work that never ends is aborted, and releases its locks', async (t) => {
    const stuck = inTransaction(
      client,
      async (session) => {
        await rows.insertOne({ _id: 'stuck', n: 1 }, { session });
        await new Promise(() => undefined);
      },
      { deadlineMs: 200 },
    );
    await t.rejects(stuck, { name: 'DeadlineError' });
    await inTransaction(client, (session) => rows.insertOne({ _id: 'stuck', n: 2 }, { session }));
    t.match(await rows.findOne({ _id: 'stuck' }), { n: 2 });
  });

  t.test('conflicting transactions are repeated until all are committed', async (t) => {
    await rows.insertOne({ _id: 'counter', n: 0 });
    const count = async (session: ClientSession) => {
      const row = await rows.findOne({ _id: 'counter' }, { session });
      await rows.updateOne({ _id: 'counter' }, { $set: { n: (row?.n ?? 0) + 1 } }, { session });
      return row?.n;
    };
    const add = () => inTransaction(client, count, { deadlineMs: 20_000 });
    const before = await Promise.all(Array.from({ length: 10 }, add));
    t.same(
      before.toSorted((a, b) => (a ?? 0) - (b ?? 0)),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    t.match(await rows.findOne({ _id: 'counter' }), { n: 10 });
  });

  t.test('a server that is away longer than the deadline fails the transaction within 5 s', async (t) => {
    await proxy.down();
    const began = performance.now();
    const work = inTransaction(client, (session) => rows.insertOne({ _id: 'away', n: 1 }, { session }));
    await t.rejects(work, { name: /^Mongo/ });
    t.ok(performance.now() - began < 5_000);
    await proxy.up();
    await waitFor('the server', () => rows.countDocuments());
    t.equal(await rows.findOne({ _id: 'away' }), null);
  });

  t.test('a transaction survives a server that is away for a moment, and is written once', async (t) => {
    let tries = 0;
    const result = await inTransaction(
      client,
      async (session) => {
        tries += 1;
        await rows.insertOne({ _id: 'healed', n: tries }, { session });
        if (tries === 1) {
          await proxy.down();
          await proxy.up();
        }
        await rows.insertOne({ _id: 'healed too', n: tries }, { session });
        return 'done';
      },
      patient,
    );
    t.equal(result, 'done');
    t.ok(tries > 1);
    t.same(await rows.find({ _id: /^healed/ }).toArray(), [
      { _id: 'healed', n: tries },
      { _id: 'healed too', n: tries },
    ]);
  });

  t.test('a commit whose answer is lost is sent again, and happens once', async (t) => {
    let runs = 0;
    await inTransaction(
      client,
      async (session) => {
        runs += 1;
        await rows.insertOne({ _id: `asked ${runs}`, n: runs }, { session });
        // The connections break while the commit is in flight.
        setImmediate(() => void proxy.down().then(() => proxy.up()));
      },
      patient,
    );
    t.equal(await rows.countDocuments({ _id: /^asked/ }), 1);
  });

  t.test('a commit whose answer is lost while the server stays away happens once', async (t) => {
    let runs = 0;
    const work = async (session: ClientSession): Promise<void> => {
      runs += 1;
      await rows.insertOne({ _id: `away ${runs}`, n: runs }, { session });
      const commit = session.commitTransaction.bind(session);
      session.commitTransaction = async () => {
        session.commitTransaction = commit;
        await commit();
        await proxy.down();
        await commit().finally(() => proxy.up());
      };
    };
    await inTransaction(client, work, patient);
    t.same(await rows.distinct('_id', { _id: /^away/ }), ['away 1']);
  });
});

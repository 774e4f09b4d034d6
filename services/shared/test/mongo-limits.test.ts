import { Deadline, runWithDeadline } from '@downbeat/shared/deadline';
import { connectMongo } from '@downbeat/shared/mongo';
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';

/** More than the socket's buffers take. */
const LARGE = 'x'.repeat(15 * 1024 * 1024);

t.test('an operation that the driver would lose', async (t) => {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const proxy = await startFaultProxy(t, mongoUri);
  const { db, close } = await connectMongo({ uri: `${proxy.url}&maxPoolSize=1` });
  t.teardown(close);
  const rows = db.collection<{ _id: string; text: string }>('rows');
  await rows.insertOne({ _id: 'before', text: '' });
  proxy.freeze();

  await t.test('ends within 5 s', async (t) => {
    const began = performance.now();
    // Its socket is full when it closes.
    await t.rejects(rows.insertOne({ _id: 'lost', text: LARGE }), { name: 'DeadlineError' });
    const tookMs = performance.now() - began;
    t.ok(tookMs < 5_000, `${tookMs} ms`);
  });

  await t.test('gives its connection back', async (t) => {
    proxy.thaw();
    await waitFor('the server', () => rows.findOne({ _id: 'before' }));
    const rest = await rows.find({ _id: 'before' }).project({ text: 0 }).toArray();
    t.strictSame(rest, [{ _id: 'before' }]);
  });
});

t.test('an operation ends with the deadline of its request', async (t) => {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const proxy = await startFaultProxy(t, mongoUri);
  const { db, close } = await connectMongo({ uri: proxy.url });
  t.teardown(close);
  const rows = db.collection('rows');
  await rows.findOne();
  proxy.freeze();
  const began = performance.now();
  const calls: (() => Promise<unknown>)[] = [
    () => rows.find().sort({ _id: 1 }).toArray(),
    () => rows.insertOne({}),
  ];
  for (const call of calls) {
    await t.rejects(runWithDeadline(new Deadline(300), call), { name: 'DeadlineError' });
  }
  const tookMs = performance.now() - began;
  t.ok(tookMs < 2_000, `${tookMs} ms`);
});

import t from 'tap';
import { connectMongo } from '@downbeat/shared/mongo';
import { captureLog, startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';

t.test('a server that does not answer fails the start with a message that hides the password', async (t) => {
  const { logger, lines } = captureLog();
  const uri = 'mongodb://ada:hunter2@127.0.0.1:9/music?directConnection=true';
  await t.rejects(connectMongo({ uri, startDeadlineMs: 300, logger }), {
    message:
      /^MongoDB at mongodb:\/\/127\.0\.0\.1:9\/music did not answer within 0\.3 s \(.+\)\. Is it running, and is MONGO_URI right\?$/,
  });
  t.ok(lines.every((line) => !JSON.stringify(line).includes('hunter2')));
});

t.test('the start waits for a server that comes later', async (t) => {
  const backends = await testBackends(t, { rabbit: false });
  const proxy = await startFaultProxy(t, backends.mongoUri);
  await proxy.down();
  const { logger, withMessage } = captureLog();
  const connecting = connectMongo({ uri: proxy.url, logger });
  await waitFor('a failed attempt', () => withMessage('MongoDB does not answer yet').length > 0);
  await proxy.up();
  const mongo = await connecting;
  t.equal(mongo.db.databaseName, backends.name);
  t.equal(mongo.readinessCheck.required, true);
  await mongo.readinessCheck.check();
  await mongo.close();
});

t.test('a frozen server fails an operation within seconds, and works again when it thaws', async (t) => {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const proxy = await startFaultProxy(t, mongoUri);
  const mongo = await connectMongo({ uri: proxy.url });
  const rows = mongo.db.collection<{ _id: string }>('rows');
  await rows.insertOne({ _id: 'before' });
  proxy.freeze();
  const began = performance.now();
  await t.rejects(rows.insertOne({ _id: 'during' }), { name: 'DeadlineError' });
  t.ok(performance.now() - began < 5_000);
  await t.rejects(mongo.readinessCheck.check());
  proxy.thaw();
  await waitFor('an answer', () => rows.insertOne({ _id: 'after' }));
  t.strictSame(
    (await rows.distinct('_id')).filter((id) => id !== 'during'),
    ['after', 'before'],
  );
  await mongo.close();
});

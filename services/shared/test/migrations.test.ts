import t, { type Test } from 'tap';
import { type Migration, runMigrations } from '@downbeat/shared/migrations';
import { connectMongo } from '@downbeat/shared/mongo';
import { captureLog, testBackends, waitFor } from '@downbeat/shared/test-kit';

async function createDatabase(t: Test) {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const { db, close } = await connectMongo({ uri: mongoUri });
  t.teardown(close);
  const runs = db.collection<{ name: string }>('runs');
  /** A migration that leaves one row for each time that it runs. */
  const noting = (name: string, work: () => Promise<unknown> = async () => undefined): Migration => ({
    name,
    up: async () => {
      await runs.insertOne({ name });
      await work();
    },
  });
  return {
    db,
    noting,
    ran: async () => (await runs.find().sort({ _id: 1 }).toArray()).map(({ name }) => name),
  };
}

t.test('runs each migration once, in the order of the list, and logs it', async (t) => {
  const { db, noting, ran } = await createDatabase(t);
  const { logger, withMessage } = captureLog();
  const migrations = [noting('0001-b'), noting('0002-a')];
  await runMigrations({ db, migrations, logger });
  await runMigrations({ db, migrations: [...migrations, noting('0003')], logger });
  t.strictSame(await ran(), ['0001-b', '0002-a', '0003']);
  t.match(withMessage('migration finished'), [
    { migration: '0001-b' },
    { migration: '0002-a' },
    { migration: '0003' },
  ]);
});

t.test('two starts at once run each migration once, and both go on when all have run', async (t) => {
  const { db, noting, ran } = await createDatabase(t);
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
  const migrations = [noting('0001', () => gate), noting('0002')];
  const { logger, withMessage } = captureLog();
  let finished = 0;
  const starts = [1, 2].map(async () => {
    await runMigrations({ db, migrations, logger });
    finished += 1;
  });
  await waitFor(
    'one start to wait',
    () => withMessage('another process runs the migrations; waiting for it').length > 0,
  );
  t.equal(finished, 0);
  open(undefined);
  await Promise.all(starts);
  t.strictSame(await ran(), ['0001', '0002']);
});

t.test('takes over the lock of an owner that died, when its lease has ended', async (t) => {
  const { db, noting, ran } = await createDatabase(t);
  const { logger } = captureLog();
  const locks = db.collection<{ _id: string; owner: string; until: Date }>('migrationLock');
  const begin = performance.now();
  await locks.insertOne({ _id: 'migrations', owner: 'died', until: new Date(Date.now() + 700) });
  await runMigrations({ db, migrations: [noting('0001')], logger });
  t.ok(performance.now() - begin > 400, 'not before');
  t.strictSame(await ran(), ['0001']);
});

t.test('renews its lease while a migration runs longer than that', async (t) => {
  const { db, noting, ran } = await createDatabase(t);
  const { logger } = captureLog();
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
  const migrations = [noting('0001', () => gate)];
  const first = runMigrations({ db, migrations, logger, leaseMs: 2_000 });
  await waitFor('the first', async () => (await ran()).length === 1);
  await t.rejects(runMigrations({ db, migrations, logger, leaseMs: 2_000, waitMs: 6_000 }), {
    message: 'another process has been running migrations for more than 6 s',
  });
  open(undefined);
  await first;
  t.strictSame(await ran(), ['0001']);
});

t.test(
  'reports a failed migration, releases the lock, and runs that one again at the next start',
  async (t) => {
    const { db, noting, ran } = await createDatabase(t);
    const { logger } = captureLog();
    let broken = true;
    const failing = noting('0002', async () => {
      if (broken) throw new Error('no space left');
    });
    const migrations = [noting('0001'), failing, noting('0003')];
    await t.rejects(runMigrations({ db, migrations, logger }), {
      message: 'the migration 0002 failed (no space left); the next start runs it again',
    });
    broken = false;
    await runMigrations({ db, migrations, logger });
    t.strictSame(await ran(), ['0001', '0002', '0002', '0003']);
  },
);

t.test('a service without migrations needs no lock', async (t) => {
  const { db } = await createDatabase(t);
  await runMigrations({ db, migrations: [], logger: captureLog().logger });
  t.strictSame(await db.listCollections().toArray(), []);
});

// Messages that are processed in one transaction. What a consumer makes of them is in delivery.test.ts and failures.test.ts.
import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import { silentLogger } from '@downbeat/shared/logging';
import { type DownbeatEvent, PermanentError } from '@downbeat/shared/messaging';
import { connectMongo, ensureIndexes } from '@downbeat/shared/mongo';
import { testBackends } from '@downbeat/shared/test-kit';
import { dedupeIndexes } from '../../src/messaging/processed-events.ts';
import { processMessage, processTogether } from '../../src/messaging/processor.ts';
import { published, renamed } from './harness.ts';

t.test('messages that are processed together', async (t) => {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const { client, db, close } = await connectMongo({ uri: mongoUri });
  t.teardown(close);
  await ensureIndexes(db, { ...dedupeIndexes, effects: [] });
  const effects = db.collection<{ name: string }>('effects');
  const names = async () => (await effects.find().sort({ _id: 1 }).toArray()).map(({ name }) => name);
  t.beforeEach(() => effects.deleteMany({}));

  /** Where a handler of the name waits for the promise, or throws the error. */
  const onName = new Map<string, Promise<unknown> | Error>();
  const sessions = new Set<unknown>();
  let followed: string[] = [];
  t.beforeEach(() => {
    onName.clear();
    Object.assign(limits, { beginsMs: 20_000, deadlineMs: 20_000 });
    sessions.clear();
    followed = [];
  });
  const deps: Parameters<typeof processTogether>[0] = {
    client,
    db,
    queue: 'test',
    logger: silentLogger,
    handlerTimeoutMs: 20_000,
    handlers: {
      'downbeat.user.renamed.v1': async ({ data: { displayName: name } }, { mongoSession, afterCommit }) => {
        sessions.add(mongoSession);
        afterCommit(() => void followed.push(name));
        const wait = onName.get(name);
        if (wait instanceof Error) throw wait;
        await wait;
        await effects.insertOne({ name }, { session: mongoSession });
      },
    },
  };
  const limits = { beginsMs: 20_000, deadlineMs: 20_000 };
  const together = async (...events: DownbeatEvent[]) =>
    Promise.all(
      await processTogether(
        deps,
        events.map((event) => ({ event })),
        limits,
      ),
    );

  t.test('have their effects in one transaction, each once', async (t) => {
    const [ada, bob, cleo] = [renamed('ada'), renamed('bob'), renamed('cleo')];
    t.strictSame(await processMessage(deps, { event: bob }), { kind: 'done' });
    sessions.clear();
    t.strictSame(await together(ada, bob, cleo), [{ kind: 'done' }, { kind: 'duplicate' }, { kind: 'done' }]);
    t.equal(sessions.size, 1);
    t.strictSame(await names(), ['bob', 'ada', 'cleo']);
    t.strictSame(followed, ['bob', 'ada', 'cleo']);
    t.strictSame(await together(ada, cleo), [{ kind: 'duplicate' }, { kind: 'duplicate' }]);
    t.equal((await names()).length, 3);
  });

  t.test('change nothing when one of them fails', async (t) => {
    const [ada, gone, cleo] = [renamed('ada'), renamed('gone'), renamed('cleo')];
    onName.set('gone', new PermanentError('the user is gone'));
    t.strictSame(await together(ada, gone, cleo), []);
    t.strictSame([await names(), followed], [[], []]);
    t.strictSame(await processMessage(deps, { event: ada }), { kind: 'done' });
    t.strictSame(await processMessage(deps, { event: gone }), { kind: 'park', reason: 'the user is gone' });
  });

  t.test('leave out a message that no handler takes', async (t) => {
    const messages = [{ problem: 'not JSON' }, { event: renamed('ada') }, { event: published() }];
    const results = await processTogether(deps, messages, limits);
    t.strictSame(await Promise.all(results), [null, { kind: 'done' }, null]);
    t.strictSame(await names(), ['ada']);
  });

  t.test('are left to themselves once handlers were slow', async (t) => {
    limits.beginsMs = -1;
    t.strictSame(await together(renamed('ada'), renamed('bob')), [{ kind: 'done' }, null]);
    t.strictSame(await names(), ['ada']);
  });

  t.test('are all left to themselves when a handler hangs', async (t) => {
    const { promise: hanging, resolve: release } = Promise.withResolvers<undefined>();
    onName.set('bob', hanging);
    limits.deadlineMs = 100;
    const [ada, bob, cleo] = [renamed('ada'), renamed('bob'), renamed('cleo')];
    t.strictSame(await together(ada, bob, cleo), []);
    release(undefined);
    t.strictSame(await processMessage(deps, { event: ada }), { kind: 'done' });
    t.strictSame(await names(), ['ada'], 'what the handler writes later has no effect');
  });

  t.test('have one effect when two consumers process them at the same time', async (t) => {
    const events = Array.from({ length: 8 }, (_, n) => renamed(`n${n}`, newId()));
    const results = await Promise.all([together(...events), together(...events.toReversed())]);
    const left = results.flatMap((dispositions) => (dispositions.length === 0 ? events : []));
    await Promise.all(left.map((event) => processMessage(deps, { event })));
    t.strictSame(
      (await names()).toSorted(),
      events.map(({ data }) => data.displayName),
    );
  });
});

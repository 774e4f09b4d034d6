import { Redis } from 'ioredis';
import { type Db, MongoClient } from 'mongodb';
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import type { LiveSnapshot } from '../../src/listening/model/room-state.ts';
import { commandId, json, play, createHarness, type Harness } from './kit/harness.ts';
import type { ListeningSession } from '../../src/generated/schemas.gen.ts';

/** Deletes this test's keys, as FLUSHALL would. */
async function flushRedis({ backends }: Harness, pattern = '*'): Promise<void> {
  const redis = new Redis(backends.redisUrl);
  for await (const keys of redis.scanStream({ match: `${backends.redisKeyPrefix}${pattern}`, count: 1000 })) {
    if ((keys as string[]).length > 0) await redis.del(keys as string[]);
  }
  await redis.quit();
}

/** A connection of the test's own, open before anything is timed. */
async function connectDb(t: Test, mongoUri: string): Promise<Db> {
  const client = await new MongoClient(mongoUri).connect();
  t.teardown(() => client.close());
  return client.db();
}

async function storedLive(db: Db, sessionId: string): Promise<LiveSnapshot> {
  const rows = db.collection<{ _id: string; live: LiveSnapshot }>('listeningSessions');
  return (await rows.findOne({ _id: sessionId }))!.live;
}

t.test('begins a new epoch and keeps the anchor when Redis is flushed', async (t) => {
  const harness = await createHarness(t);
  const there = await harness.instance();
  const session = await harness.session();
  const bea = await harness.guest(session);
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  const guest = await harness.connect(session, bea, { at: there });
  await guest.snapshot();
  const playing = await play(ada);

  await flushRedis(harness, 'listening:{*');
  const [again, toBea] = await Promise.all([ada.snapshot(), guest.snapshot()]);
  t.same(again.timeline, { ...playing, epoch: 2, revision: 0 }, 'the anchor is unchanged');
  t.same(toBea.timeline, again.timeline);
  t.same(again.queue, session.queue);
  await waitFor('both seats to be taken again', async () => {
    const shown = await json<ListeningSession>(
      await there.get(`/api/music/sessions/${session.id}`, bea),
      200,
    );
    return shown.members.length === 2;
  });
  ada.send({ type: 'pause', commandId: commandId(), revision: 0 });
  t.match((await guest.next('timeline')).timeline, { epoch: 2, revision: 1, state: 'paused' });
});

t.test('writes a snapshot to MongoDB within a second, and restores the room from it', async (t) => {
  const harness = await createHarness(t);
  const db = await connectDb(t, harness.backends.mongoUri);
  const session = await harness.session();
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  await play(ada);
  ada.send({ type: 'seek', commandId: commandId(), revision: 1, positionMs: 42_000 });
  const { timeline } = await ada.next('timeline');
  const writtenAfter = performance.now();
  const live = await waitFor('the snapshot', async () => {
    const found = await storedLive(db, session.id);
    return found.timeline.revision === 2 && found;
  });
  t.ok(performance.now() - writtenAfter < 1000);
  t.same(live.timeline, timeline);

  ada.close();
  await harness.music.close();
  await flushRedis(harness);
  const fresh = await harness.instance();
  const shown = await json<ListeningSession>(
    await fresh.get(`/api/music/sessions/${session.id}`, harness.owner),
    200,
  );
  t.same(shown.timeline, { ...timeline, epoch: 2, revision: 0 });
  await flushRedis(harness);
  const once = await json<ListeningSession>(
    await fresh.get(`/api/music/sessions/${session.id}`, harness.owner),
    200,
  );
  t.equal(once.timeline.epoch, 3, 'an epoch is used once');
});

t.test('writes a snapshot again that MongoDB did not take', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.mongoUri);
  const harness = await createHarness(t, { backends: { ...backends, mongoUri: proxy.url } });
  const session = await harness.session();
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  await play(ada);
  const db = await connectDb(t, backends.mongoUri);
  await waitFor('the snapshot', async () => (await storedLive(db, session.id)).timeline.revision === 1);
  const { log } = harness.music;
  await proxy.down();
  ada.send({ type: 'seek', commandId: commandId(), revision: 1, positionMs: 42_000 });
  await ada.next('timeline');
  await waitFor('a failure', () => log.withMessage('snapshots are not written').length === 1);
  await proxy.up();
  const live = await waitFor('the snapshot', async () => {
    const found = await storedLive(db, session.id);
    return found.timeline.revision === 2 && found;
  });
  t.equal(live.timeline.anchorPositionMs, 42_000);
  await waitFor('the end of the failures', () => log.withMessage('snapshots are written again').length === 1);
});

import { startFaultProxy, waitFor } from '@downbeat/shared/test-kit';
import { microseconds, milliseconds, play as playTimeline, stoppedTimeline } from '@downbeat/timing';
import { Redis } from 'ioredis';
import t, { type Test } from 'tap';
import type { Snapshot, TimelineChanged } from '../../src/generated/listening.schemas.gen.ts';
import type { ListeningSession } from '../../src/generated/schemas.gen.ts';
import { allOutputs } from '../../src/listening/model/room-state.ts';
import { initialAccess } from '../../src/listening/model/room-access.ts';
import { advancedTimeline, advanceDueAt, announcementOf } from '../../src/listening/model/next-item.ts';
import type { RoomChange } from '../../src/listening/model/room-change.ts';
import { AutoAdvancer } from '../../src/listening/room/auto-advancer.ts';
import { createAdvanceSchedule } from '../../src/listening/store/advance-schedule.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import type { Music } from '../kit/music.ts';
import { commandId, createHarness, json, play, type Harness } from './kit/harness.ts';

type Timeline = Snapshot['timeline'];

async function show(music: Music, { owner }: Harness, { id }: { id: string }): Promise<ListeningSession> {
  return json(await music.get(`/api/music/sessions/${id}`, owner), 200);
}

/** Waits until a session's timeline is in the queue item with this index. */
async function itemPlaying(music: Music, harness: Harness, session: ListeningSession, index: number) {
  return waitFor(`item ${index}`, async () => {
    const { timeline } = await show(music, harness, session);
    return timeline.queueItemId === session.queue[index]!.id && timeline;
  });
}

function endOf(timeline: Timeline, session: ListeningSession): number {
  const { durationMs } = session.queue.find(({ id }) => id === timeline.queueItemId)!;
  return timeline.anchorServerTimeUs + Math.round((durationMs - timeline.anchorPositionMs) * 1000);
}

/** The message that moves a session on from a timeline to the queue item with this index. */
function advanceFrom(
  timeline: Timeline,
  session: ListeningSession,
  index: number,
  leadTimeMs = 150,
): TimelineChanged {
  const revision = timeline.revision + 1;
  return {
    type: 'timeline',
    commandId: `advance-${timeline.epoch}-${revision}`,
    timeline: {
      ...timeline,
      revision,
      queueItemId: session.queue[index]!.id,
      anchorServerTimeUs: endOf(timeline, session),
      anchorPositionMs: 0,
    },
    leadTimeMs,
    by: null,
  };
}

/** A metric's value on an instance, over all labels. */
async function metric(music: Music, name: string): Promise<number> {
  const text = await music.app.metricsRegistry.metrics();
  const lines = text.split('\n').filter((line) => line.startsWith(name));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

const ADVANCES = 'downbeat_listening_advances_total';
const TAKEOVERS = 'downbeat_listening_advance_takeovers_total';

function connectTo(t: Test, { backends }: Harness, suffix = '') {
  const keyPrefix = backends.redisKeyPrefix + suffix;
  const redis = withListeningCommands(new Redis(backends.redisUrl, { keyPrefix }));
  t.teardown(() => redis.quit());
  const keys = new ListeningKeys(keyPrefix);
  return { redis, keys, scheduled: () => redis.zcard(keys.dueAdvances()) };
}

let harness: Harness;
let second: Music;
let third: Music;

t.before(async () => {
  harness = await createHarness(t);
  [second, third] = [await harness.instance(), await harness.instance()];
});

async function advancesMade(): Promise<number> {
  const counts = await Promise.all([harness.music, second, third].map((music) => metric(music, ADVANCES)));
  return counts.reduce((sum, count) => sum + count);
}

/** A connected socket of the owner, closed at the end of the test. */
async function joined(t: Test, on: Harness, session: ListeningSession, at?: Music) {
  const ada = await on.connect(session, on.owner, at === undefined ? {} : { at });
  t.teardown(() => ada.close());
  await ada.snapshot();
  return ada;
}

t.test(
  'moves on at the exact end of each item, once for three instances, and rests at the last',
  async (t) => {
    const trackIds = [await harness.upload(1), await harness.upload(1.5), await harness.upload(1)];
    const session = await harness.session({ trackIds });
    const ada = await joined(t, harness, session);
    const bea = await harness.connect(session, await harness.guest(session), { at: second });
    await bea.snapshot();
    const before = await advancesMade();
    let timeline: Timeline = await play(ada);
    for (const index of [1, 2]) {
      const message = await ada.next('timeline');
      t.same(message, advanceFrom(timeline, session, index));
      timeline = message.timeline;
    }
    await bea.next('timeline');
    t.same([await bea.next('timeline'), await bea.next('timeline')], ada.messages.slice(-2));
    t.equal(await connectTo(t, harness).scheduled(), 0, 'nothing follows the last item');
    t.same((await show(third, harness, session)).timeline, timeline);
    t.equal((await advancesMade()) - before, 2, 'each once');
  },
);

t.test('moves on without any member, and writes the snapshot to MongoDB', async (t) => {
  const session = await harness.session({ trackIds: [await harness.upload(1), await harness.upload(60)] });
  const ada = await joined(t, harness, session);
  const timeline = await play(ada);
  ada.close();
  const next = await itemPlaying(harness.music, harness, session, 1);
  t.same(next, advanceFrom(timeline, session, 1).timeline);
  const rows = harness.music.app.mongo.db.collection<{ _id: string; live: { timeline: Timeline } }>(
    'listeningSessions',
  );
  await waitFor('the snapshot', async () => {
    const row = await rows.findOne({ _id: session.id });
    return row?.live.timeline.revision === next.revision;
  });
});

t.test('lets another instance make the advance when the one that claimed it is lost', async (t) => {
  const own = await createHarness(t);
  const proxy = await startFaultProxy(t, own.backends.redisUrl);
  const lost = await own.instance({
    env: { STORAGE_DIR: own.music.storageDir, REDIS_URL: proxy.url },
  });
  // It starts before the item does, and is kept from Redis until the claim is lost.
  const held = await startFaultProxy(t, own.backends.redisUrl);
  const other = await own.instance({ env: { STORAGE_DIR: own.music.storageDir, REDIS_URL: held.url } });
  await held.down();
  const { redis, keys } = connectTo(t, own);
  const session = await own.session({ trackIds: [await own.upload(4), await own.upload(60)] });
  await own.music.close();
  const ada = await joined(t, own, session, lost);
  const timeline = await play(ada);
  await waitFor('the claim', async () => (await redis.hlen(keys.advanceClaims())) === 1);
  await proxy.down();
  await held.up();
  const next = await itemPlaying(other, own, session, 1);
  t.same(next, advanceFrom(timeline, session, 1).timeline, 'with the same anchor');
  t.equal(await metric(other, TAKEOVERS), 1);
  t.equal(await metric(lost, ADVANCES), 0);
  await proxy.up();
});

t.test('moves on after a restart of every instance', async (t) => {
  const own = await createHarness(t);
  const session = await own.session({ trackIds: [await own.upload(2), await own.upload(60)] });
  const timeline = await play(await joined(t, own, session));
  await own.music.close();
  const next = await itemPlaying(await own.instance(), own, session, 1);
  t.same(next, advanceFrom(timeline, session, 1).timeline);
});

t.test('moves on in a room that was restored after Redis was flushed', async (t) => {
  const session = await harness.session({ trackIds: [await harness.upload(8), await harness.upload(60)] });
  const { redis } = connectTo(t, harness);
  const ada = await joined(t, harness, session);
  const timeline = await play(ada);
  const rows = harness.music.app.mongo.db.collection<{ _id: string; live: { timeline: Timeline } }>(
    'listeningSessions',
  );
  await waitFor('the snapshot', async () => {
    return (await rows.findOne({ _id: session.id }))?.live.timeline.revision === 1;
  });
  const prefix = harness.backends.redisKeyPrefix;
  const listening = await redis.keys(`${prefix}listening:{*`);
  await redis.del(...listening.map((key) => key.slice(prefix.length)));
  const restored = (await ada.snapshot()).timeline;
  t.same(restored, { ...timeline, epoch: 2, revision: 0 });
  t.same(await ada.next('timeline'), advanceFrom(restored, session, 1));
});

t.test('follows the commands of members', async (t) => {
  const { scheduled } = connectTo(t, harness);
  const trackIds = [await harness.upload(3), await harness.upload(60)];

  await t.test('does not move on after a pause', async (t) => {
    const session = await harness.session({ trackIds });
    const ada = await joined(t, harness, session);
    await play(ada);
    ada.send({ type: 'pause', commandId: commandId(), revision: 1 });
    const { timeline } = await ada.next('timeline');
    await waitFor('the schedule to be empty', async () => (await scheduled()) === 0);
    t.same((await show(harness.music, harness, session)).timeline, timeline);
    t.equal(timeline.queueItemId, session.queue[0]!.id);
  });

  await t.test('moves on at the new end after a seek', async (t) => {
    const session = await harness.session({ trackIds });
    const ada = await joined(t, harness, session);
    await play(ada);
    ada.send({ type: 'seek', commandId: commandId(), revision: 1, positionMs: 2250.5 });
    const { timeline } = await ada.next('timeline');
    t.same(await ada.next('timeline'), advanceFrom(timeline, session, 1));
  });

  await t.test('applies a pause between announcement and start to the next item', async (t) => {
    const session = await harness.session({ trackIds });
    const ada = await joined(t, harness, session);
    ada.send({ type: 'report', roundTripP95Ms: 100, outputDelayMs: 1_850 });
    const played = await play(ada);
    const announced = await ada.next('timeline');
    t.same(announced, advanceFrom(played, session, 1, 2_000));
    const late = await harness.connect(session, harness.owner, { deviceId: 'phone' });
    t.same((await late.snapshot()).timeline, announced.timeline, 'a member who joins gets the next item');
    ada.send({ type: 'pause', commandId: commandId(), revision: 2 });
    t.match((await ada.next('timeline')).timeline, {
      revision: 3,
      state: 'paused',
      queueItemId: session.queue[1]!.id,
    });
  });

  await t.test('schedules nothing for a queue of one item', async (t) => {
    const session = await harness.session({ trackIds: trackIds.slice(0, 1) });
    const ada = await joined(t, harness, session);
    const before = await scheduled();
    await play(ada);
    t.equal(await scheduled(), before);
  });
});

t.test('plays every item that is shorter than the lead time', async (t) => {
  const short = await harness.upload(0.6);
  const session = await harness.session({ trackIds: [short, short, short, short] });
  const ada = await joined(t, harness, session);
  ada.send({ type: 'report', roundTripP95Ms: 1_000, outputDelayMs: 1_000 });
  let timeline: Timeline = await play(ada);
  for (const index of [1, 2, 3]) {
    const message = await ada.next('timeline');
    t.same(message, advanceFrom(timeline, session, index, 600), 'announced when the item before it starts');
    timeline = message.timeline;
  }
});

t.test('leaves out an item whose track was deleted', async (t) => {
  const trackIds = [await harness.upload(2), await harness.upload(1), await harness.upload(60)];
  const session = await harness.session({ trackIds });
  const ada = await joined(t, harness, session);
  t.equal(
    (await harness.music.send('DELETE', `/api/music/tracks/${trackIds[1]!}`, harness.owner)).status,
    204,
  );
  const timeline = await play(ada);
  t.same(await ada.next('timeline'), advanceFrom(timeline, session, 2));
});

t.test('claims an advance for one instance, and after its lease for a second one', async (t) => {
  const { redis, keys } = connectTo(t, harness, 'claims:');
  const schedule = createAdvanceSchedule(redis, keys);
  const version = { sessionId: 'session', epoch: 1, revision: 2 };
  const claims = async (seconds: number, instanceId: string) =>
    (await schedule.claim(at(seconds), instanceId)).map(({ version: claimed, isStandby }) => ({
      version: claimed,
      isStandby,
    }));
  const at = (seconds: number) => microseconds(seconds * 1e6);
  const start = 1_000;
  await schedule.add(version, at(start + 5));
  await schedule.add(version, at(start + 50));
  t.same(await claims(start - 1, 'one'), [], 'too early');
  t.same(await claims(start, 'one'), [{ version, isStandby: false }], 'the earlier time counts');
  t.same(await claims(start + 1, 'two'), [], 'during the lease');
  t.same(await claims(start + 1.6, 'one'), [], 'left to another instance');
  t.same(await claims(start + 1.6, 'two'), [{ version, isStandby: true }], 'within two seconds');
  t.same(await claims(start + 3.3, 'two'), [], 'left to another instance again');
  t.same(await claims(start + 3.5, 'two'), [{ version, isStandby: false }], 'without another one');
  await schedule.postpone(version, at(start + 20));
  t.same(await claims(start + 14, 'two'), []);
  t.same(await claims(start + 15, 'two'), [{ version, isStandby: false }]);
  await schedule.release([version]);
  t.same(await claims(start + 15, 'one'), [{ version, isStandby: false }], 'given back');
  await schedule.remove(version);
  t.same(await claims(start + 99, 'one'), []);
  t.equal(await redis.hlen(keys.advanceClaims()), 0);
});

t.test('continues a late advance where playback should be', async (t) => {
  const queue = [1, 2, 3, 4].map((id) => ({
    id: `item-${id}`,
    trackId: `track-${id}`,
    title: '',
    artistName: '',
    durationMs: 1_000,
    addedBy: 'ada',
  }));
  const room = {
    name: 'Friday',
    access: initialAccess({ ownerId: 'ada' }),
    queue,
    repeat: 'off' as const,
    outputs: allOutputs,
  };
  const stopped = stoppedTimeline(1, 'item-1', microseconds(0));
  const timeline = playTimeline(stopped, {}, microseconds(5e6), milliseconds(1_000));
  const playback = { room, timeline };
  const dueUs = advanceDueAt(playback)!;
  t.equal(dueUs, 6e6);
  const all = new Set(queue);
  const itemAt = (nowUs: number, playable = all) =>
    advancedTimeline(playback, dueUs, playable, microseconds(nowUs));
  t.match(itemAt(5.9e6), { queueItemId: 'item-2', anchorServerTimeUs: 6e6, revision: 2 });
  t.match(itemAt(7.5e6), { queueItemId: 'item-3', anchorServerTimeUs: 7e6, revision: 2 });
  t.match(itemAt(99e6), { queueItemId: 'item-4', anchorServerTimeUs: 8e6 }, 'the last item stays');
  t.match(itemAt(7.5e6, new Set(queue.filter(({ trackId }) => trackId === 'track-4'))), {
    queueItemId: 'item-4',
    anchorServerTimeUs: 6e6,
  });
  t.equal(itemAt(5.9e6, new Set()), undefined, 'no track is left');
  t.same(announcementOf(playback, dueUs, milliseconds(150)), { atUs: 5.85e6, leadTimeMs: 150 });
  t.same(announcementOf(playback, dueUs, milliseconds(3_000)), { atUs: 5e6, leadTimeMs: 1_000 });
  t.equal(advanceDueAt({ room, timeline: stopped }), undefined, 'not playing');
  t.equal(
    advanceDueAt({ room, timeline: { ...timeline, queueItemId: 'item-4' } }),
    undefined,
    'the last item',
  );
});

t.test(
  'makes a claimed advance also when the queue was edited since, and when an edit is faster',
  async (t) => {
    const items = ['one', 'two', 'three'].map((id) => ({
      id,
      trackId: id,
      title: '',
      artistName: '',
      durationMs: 1_000,
      addedBy: 'ada',
    }));
    const room = {
      name: 'Friday',
      access: initialAccess({ ownerId: 'ada' }),
      queue: items,
      repeat: 'off' as const,
      outputs: allOutputs,
    };
    const stopped = stoppedTimeline(1, 'one', microseconds(0));
    const timeline = playTimeline(stopped, {}, microseconds(5e6), milliseconds(1_000));
    const stateAt = (revision: number, played = timeline) => ({
      epoch: 1,
      revision,
      sequence: revision,
      reference: 'clock',
      timeline: { ...played, revision },
      changedAt: { playback: 1, queue: revision, outputs: 0 },
      room,
    });
    const run = async (states: ReturnType<typeof stateAt>[], results: ('applied' | 'stale')[]) => {
      const removed: unknown[] = [];
      const written: RoomChange[] = [];
      const done = Promise.withResolvers<undefined>();
      const claims = [
        { entry: 's 1 1', version: { sessionId: 's', epoch: 1, revision: 1 }, isStandby: false },
      ];
      const deps = {
        loader: { loadView: async () => ({ state: states.shift()!, delays: [], repeated: null }) },
        registry: { find: () => undefined },
        tracks: { playable: async (ids: string[]) => ids.map((id) => ({ id, onlyFor: null })) },
        schedule: {
          claim: async () => claims.splice(0),
          isEarly: () => false,
          remove: async (version: unknown) => done.resolve(void removed.push(version)),
        },
        store: {
          change: async (_id: string, change: RoomChange) => {
            written.push(change);
            const kind = results.shift()!;
            if (kind === 'applied') done.resolve(undefined);
            return { kind };
          },
        },
        writer: { schedule: () => undefined },
        timebase: { ready: true, nowUs: () => microseconds(5.99e6) },
        logger: { warn: (...args: unknown[]) => t.fail(String(args)) },
      };
      const advancer = new AutoAdvancer(deps as unknown as ConstructorParameters<typeof AutoAdvancer>[0]);
      await advancer.poll();
      await done.promise;
      return { written: written.map((change) => change.expected.revision), removed };
    };
    t.same(await run([stateAt(4)], ['applied']), { written: [4], removed: [] }, 'three edits since');
    t.same(await run([stateAt(1), stateAt(2)], ['stale', 'applied']), { written: [1, 2], removed: [] });
    const next = { ...timeline, queueItemId: 'two', anchorServerTimeUs: microseconds(6e6) };
    const taken = await run([stateAt(1), stateAt(2, next)], ['stale']);
    t.equal(taken.removed.length, 1, 'not the advance of another item');
  },
);

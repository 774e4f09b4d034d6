// Two hundred rooms that move on at about the same time, with two instances and no member.
import { newId } from '@downbeat/shared/ids';
import { connectRedis } from '@downbeat/shared/redis';
import { captureLog, testBackends, waitFor } from '@downbeat/shared/test-kit';
import { microseconds, milliseconds, play, stoppedTimeline } from '@downbeat/timing';
import { Registry } from '@prometheus-io/client';
import { MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import type { TimelineChanged } from '../../src/generated/listening.schemas.gen.ts';
import { allOutputs } from '../../src/listening/model/room-state.ts';
import { initialAccess } from '../../src/listening/model/room-access.ts';
import { AutoAdvancer } from '../../src/listening/room/auto-advancer.ts';
import { RoomStateLoader } from '../../src/listening/room/room-state-loader.ts';
import { createAdvanceSchedule } from '../../src/listening/store/advance-schedule.ts';
import { createDeltaLog } from '../../src/listening/store/delta-log.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import {
  createReferenceAgreement,
  redisReference,
  systemClock,
} from '../../src/listening/store/reference-clock.ts';
import { RoomStore } from '../../src/listening/store/room-store.ts';
import { SessionRepository } from '../../src/listening/store/session-repository.ts';
import { SnapshotWriter } from '../../src/listening/store/snapshot-writer.ts';
import { Timebase } from '../../src/listening/store/timebase.ts';

const ROOMS = 200;
const ITEMS = 3;
const ITEM_MS = 3_000;

async function createInstance(
  t: Test,
  backends: { redisUrl: string; redisKeyPrefix: string },
  mongo: MongoClient,
) {
  const connection = connectRedis({ url: backends.redisUrl, keyPrefix: backends.redisKeyPrefix });
  t.teardown(() => connection.close());
  const redis = withListeningCommands(connection.redis);
  const keys = new ListeningKeys(backends.redisKeyPrefix);
  const schedule = createAdvanceSchedule(redis, keys);
  const store = new RoomStore(redis, keys, schedule);
  const agree = createReferenceAgreement(redis, keys);
  const timebase = new Timebase(systemClock, redisReference(redis), agree);
  await timebase.update();
  const { logger } = captureLog();
  const repository = new SessionRepository(mongo.db());
  const writer = new SnapshotWriter(repository, logger);
  const loader = new RoomStateLoader({
    store,
    repository,
    timebase,
    publisher: { publish: async () => undefined },
  });
  const tracks = {
    playable: async (ids: readonly string[]) =>
      ids.map((id) => ({ id, title: '', artistName: '', durationMs: ITEM_MS, onlyFor: null })),
    shownToAll: async () => null,
  };
  const registry = { find: () => undefined };
  const advancer = new AutoAdvancer({ schedule, store, loader, registry, tracks, writer, timebase, logger });
  const metrics = new Registry();
  t.teardown(async () => {
    await advancer.stop();
    await writer.close();
  });
  return {
    store,
    timebase,
    deltas: createDeltaLog(redis, keys),
    metrics,
    start: () => advancer.start(metrics),
  };
}

t.test('makes every advance of 200 rooms once, at the exact end of the item', async (t) => {
  const backends = await testBackends(t, { rabbit: false });
  const mongo = await new MongoClient(backends.mongoUri).connect();
  const instances = [
    await createInstance(t, backends, mongo),
    await createInstance(t, backends, mongo),
  ] as const;
  t.teardown(() => mongo.close());
  const [{ store, timebase, deltas }] = instances;
  const queue = Array.from({ length: ITEMS }, () => ({
    id: newId(),
    trackId: newId(),
    title: 'Silence',
    artistName: 'Ada',
    durationMs: ITEM_MS,
    addedBy: newId(),
  }));
  const room = {
    name: 'Friday',
    access: initialAccess({ ownerId: newId() }),
    queue,
    repeat: 'off' as const,
    outputs: allOutputs,
  };
  const startUs = microseconds(timebase.nowUs() + 1e6);
  const stopped = stoppedTimeline(1, queue[0]!.id, startUs);
  const timeline = play(stopped, {}, startUs, milliseconds(ITEM_MS));
  const sessionIds = Array.from({ length: ROOMS }, () => newId());
  await Promise.all(sessionIds.map((id) => store.open(id, timeline, timebase.reference, room)));
  for (const instance of instances) instance.start();

  const lastRevision = timeline.revision + ITEMS - 1;
  const atLastItem = async () => {
    const states = await Promise.all(sessionIds.map((id) => store.read(id)));
    return states.every((state) => state?.revision === lastRevision);
  };
  await waitFor('every room to be at its last item', atLastItem, { intervalMs: 250, timeoutMs: 60_000 });
  for (const sessionId of sessionIds) {
    const sent = (await deltas.after(sessionId, { epoch: 1, sequence: 0 })).filter(
      ({ kind }) => kind === 'timeline',
    );
    const anchors = sent.map(({ body }) => (JSON.parse(body) as TimelineChanged).timeline);
    t.strictSame(
      anchors.map(({ queueItemId, anchorServerTimeUs }) => [queueItemId, anchorServerTimeUs - startUs]),
      [
        [queue[1]!.id, ITEM_MS * 1000],
        [queue[2]!.id, 2 * ITEM_MS * 1000],
      ],
    );
  }
  const texts = await Promise.all(instances.map(({ metrics }) => metrics.metrics()));
  t.comment(texts.join('\n').replaceAll(/^#.*\n/gm, ''));
});

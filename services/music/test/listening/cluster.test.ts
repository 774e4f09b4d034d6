// That the keys and scripts of a room also work on a Redis Cluster; docs/scaling.md says what else it would need.
import { newId } from '@downbeat/shared/ids';
import { startRedisServer, waitFor } from '@downbeat/shared/test-kit';
import { microseconds, milliseconds, play, stoppedTimeline } from '@downbeat/timing';
import { Cluster, Redis } from 'ioredis';
import t, { type Test } from 'tap';
import { allOutputs } from '../../src/listening/model/room-state.ts';
import { initialAccess } from '../../src/listening/model/room-access.ts';
import { createAdvanceSchedule } from '../../src/listening/store/advance-schedule.ts';
import { createDeltaLog } from '../../src/listening/store/delta-log.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { createPresenceStore } from '../../src/listening/store/presence-store.ts';
import { createSyncStore } from '../../src/listening/store/sync-store.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import { RoomStore } from '../../src/listening/store/room-store.ts';

const NODES = 3;
const SLOTS = 16_384;
const ROOMS = 12;
const PREFIX = 'cluster:';

/** A cluster of three nodes without replicas, and a client of it. */
async function startCluster(t: Test) {
  const options = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '5000'];
  const servers = await Promise.all(Array.from({ length: NODES }, () => startRedisServer(t, options)));
  const nodes = servers.map(({ url }) => new Redis(url));
  const ports = servers.map(({ url }) => Number(new URL(url).port));
  for (const [index, node] of nodes.entries()) {
    const [from, to] = [index, index + 1].map((n) => Math.floor((n * SLOTS) / NODES)) as [number, number];
    await node.cluster('ADDSLOTSRANGE', from, to - 1);
    await node.cluster('MEET', '127.0.0.1', ports[0]!);
  }
  const isWhole = async (node: Redis) => {
    const info = await node.cluster('INFO');
    return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`);
  };
  for (const node of nodes) await waitFor('the cluster', () => isWhole(node), { timeoutMs: 60_000 });
  const cluster = new Cluster(
    ports.map((port) => ({ host: '127.0.0.1', port })),
    { keyPrefix: PREFIX },
  );
  t.teardown(async () => {
    cluster.disconnect();
    for (const node of nodes) node.disconnect();
  });
  return { nodes, cluster };
}

await t.test('a room lives on one node of a cluster, and rooms are spread over all', async (t) => {
  const { nodes, cluster } = await startCluster(t);
  // A cluster client has the same commands; the service itself connects to a single server.
  const redis = withListeningCommands(cluster as unknown as Redis);
  const keys = new ListeningKeys(PREFIX);
  const store = new RoomStore(redis, keys, createAdvanceSchedule(redis, keys));
  const presence = createPresenceStore(redis, keys);
  const sync = createSyncStore(redis, keys);
  const deltas = createDeltaLog(redis, keys);
  const [userId, deviceId] = [newId(), 'phone'];
  const ada = {
    memberId: `${userId}:phone`,
    userId,
    deviceId,
    displayName: 'Ada',
    role: 'listener' as const,
  };
  const first = stoppedTimeline(1, null, microseconds(1_000));
  const room = {
    name: 'Friday',
    access: initialAccess({ ownerId: userId }),
    queue: [],
    repeat: 'off' as const,
    outputs: allOutputs,
  };
  const slots = new Set<number>();

  for (let n = 0; n < ROOMS; n += 1) {
    const sessionId = newId();
    const all = keys.all(sessionId).map((key) => PREFIX + key);
    const ofRoom = new Set(await Promise.all(all.map((key) => nodes[0]!.cluster('KEYSLOT', key))));
    t.equal(ofRoom.size, 1, 'all keys of a room have one slot');
    for (const slot of ofRoom) slots.add(Math.floor((slot * NODES) / SLOTS));

    t.equal(await store.open(sessionId, first, 'clock', room), true);
    const seat = { sessionId, memberId: ada.memberId, ticket: 1 };
    t.equal(await presence.enter(seat, ada), 'entered');
    const timeline = play(first, {}, microseconds(5), milliseconds(10));
    const delta = { kind: 'timeline' as const, body: '{}' };
    const changedAt = { playback: 1, queue: 0, outputs: 0 };
    const change = {
      expected: first,
      timeline,
      changedAt,
      reference: 'clock',
      room,
      changesRoom: true,
      changesOutputs: false,
      delta,
    };
    t.match(await store.change(sessionId, change, 'a'), { kind: 'applied' });
    await sync.save(
      sessionId,
      ada.memberId,
      {
        type: 'report',
        roundTripP95Ms: 20,
        outputDelayMs: 10,
      },
      null,
    );
    t.equal((await store.readForCommand(sessionId, 'a')).delays.length, 1);
    t.same(await presence.refresh(sessionId, [ada.memberId]), [1]);
    t.equal((await store.readLive(sessionId))?.memberCount, 1);
    t.equal((await deltas.after(sessionId, { epoch: 1, sequence: 0 })).length, 3);
    t.equal(await presence.leave(seat), true);
    await store.end(sessionId);
    t.equal(await store.read(sessionId), null);
  }
  t.ok(slots.size > 1, `${slots.size} of ${NODES} nodes have rooms`);
});

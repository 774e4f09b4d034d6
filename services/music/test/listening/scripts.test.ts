import { newId } from '@downbeat/shared/ids';
import { connectRedis } from '@downbeat/shared/redis';
import { testBackends } from '@downbeat/shared/test-kit';
import { microseconds, milliseconds, play, stoppedTimeline, type Timeline } from '@downbeat/timing';
import t, { type Test } from 'tap';
import { limits } from '../../src/listening/model/limits.ts';
import { createAdvanceSchedule } from '../../src/listening/store/advance-schedule.ts';
import { createDeltaLog } from '../../src/listening/store/delta-log.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { RoomStore } from '../../src/listening/store/room-store.ts';
import { createPresenceStore } from '../../src/listening/store/presence-store.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import { createTicketStore } from '../../src/listening/store/ticket-store.ts';

const room = { name: 'Friday', ownerId: newId(), playbackControl: 'owner' as const, queue: [] };
const first = stoppedTimeline(1, null, microseconds(1_000));

async function openStores(t: Test) {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const connection = connectRedis({ url: redisUrl, keyPrefix: redisKeyPrefix });
  t.teardown(() => connection.close());
  const redis = withListeningCommands(connection.redis);
  const keys = new ListeningKeys(redisKeyPrefix);
  const sessionId = newId();
  const store = new RoomStore(redis, keys, createAdvanceSchedule(redis, keys));
  return {
    redis,
    keys,
    sessionId,
    store,
    presence: createPresenceStore(redis, keys),
    deltas: createDeltaLog(redis, keys),
  };
}

function member(name: string) {
  const userId = newId();
  return {
    memberId: `${userId}:phone`,
    userId,
    deviceId: 'phone',
    displayName: name,
    role: 'listener' as const,
  };
}

function change(timeline: Timeline, expected: { epoch: number; revision: number }, command: string) {
  return {
    expected,
    timeline,
    reference: 'clock',
    room,
    command,
    delta: { kind: 'timeline' as const, body: '{"type":"timeline"}' },
  };
}

t.test('changes nothing in a session without state', async (t) => {
  const { store, presence, sessionId } = await openStores(t);
  const next = play(first, {}, microseconds(5), milliseconds(10));
  t.same(await store.setTimeline(sessionId, change(next, first, 'a b')), { kind: 'missing' });
  t.equal(await presence.enter(sessionId, member('Ada'), 'connection-1'), 'missing');
  t.same(await presence.refresh(sessionId, ['unknown:phone']), []);
  await store.end(sessionId);
  t.equal(await store.read(sessionId), null);
  t.same(await store.positions([sessionId]), [null]);
});

t.test(
  'opens a room once, applies one of many concurrent changes, and recognises a repeated one',
  async (t) => {
    const { store, sessionId, deltas } = await openStores(t);
    const opened = await Promise.all([1, 2, 3].map(() => store.open(sessionId, first, 'clock', room)));
    t.same(opened.sort(), [false, false, true]);
    const next = play(first, {}, microseconds(5), milliseconds(10));
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((command) => store.setTimeline(sessionId, change(next, first, command))),
    );
    t.same(outcomes.map(({ kind }) => kind).sort(), ['applied', 'stale', 'stale']);
    const applied = ['a', 'b', 'c'][outcomes.findIndex(({ kind }) => kind === 'applied')]!;
    t.same(await store.setTimeline(sessionId, change(next, first, applied)), {
      kind: 'repeated',
      epoch: 1,
      revision: 1,
    });
    t.same(await store.read(sessionId), {
      epoch: 1,
      revision: 1,
      sequence: 2,
      reference: 'clock',
      timeline: next,
      room,
    });
    t.same(await deltas.after(sessionId, { epoch: 1, sequence: 0 }), [
      { epoch: 1, sequence: 1, revision: 0, kind: 'rebased', body: '{}' },
      { epoch: 1, sequence: 2, revision: 1, kind: 'timeline', body: '{"type":"timeline"}' },
    ]);
  },
);

t.test('returns the missed timelines completely or not at all', async (t) => {
  const { store, sessionId, deltas, redis, keys } = await openStores(t);
  await store.open(sessionId, first, 'clock', room);
  let timeline = first;
  for (let count = 1; count <= 4; count += 1) {
    const next = { ...timeline, revision: count };
    await store.setTimeline(sessionId, change(next, timeline, `command-${count}`));
    timeline = next;
  }
  const revisions = async (epoch: number, revision: number) =>
    (await deltas.missedTimelines(sessionId, epoch, revision))?.map((delta) => delta.revision) ?? null;
  t.same(await revisions(1, 2), [3, 4]);
  t.same(await revisions(1, 4), null, 'none missed');
  t.same(await revisions(0, 2), null, 'an earlier epoch');
  await redis.xtrim(keys.deltas(sessionId), 'MAXLEN', 1);
  t.same(await revisions(1, 2), null, 'trimmed');
});

t.test('lets only the connection that holds a seat leave it', async (t) => {
  const { store, presence, sessionId, deltas } = await openStores(t);
  await store.open(sessionId, first, 'clock', room);
  const ada = member('Ada "quoted" \\ Löwe');
  t.equal(await presence.enter(sessionId, ada, 'one'), 'entered');
  t.equal(await presence.enter(sessionId, ada, 'one'), 'present');
  t.equal(await presence.enter(sessionId, ada, 'two'), 'replaced');
  await presence.leave(sessionId, ada.memberId, 'one');
  t.same((await store.readWithMembers(sessionId)).members, [ada], 'the older connection freed nothing');
  await presence.leave(sessionId, ada.memberId, 'two');
  t.same((await store.readWithMembers(sessionId)).members, []);
  const deltasSeen = (await deltas.after(sessionId, { epoch: 1, sequence: 1 })).map(({ kind, body }) => [
    kind,
    JSON.parse(body) as unknown,
  ]);
  t.same(deltasSeen, [
    ['memberJoined', { type: 'memberJoined', member: ada }],
    ['replaced', { memberId: ada.memberId, connectionId: 'one' }],
    ['memberLeft', { type: 'memberLeft', memberId: ada.memberId }],
  ]);
  t.same(
    await presence.refresh(sessionId, [ada.memberId]),
    [ada.memberId],
    'a member without a seat is returned',
  );
});

t.test('expires every key a day after the last change', async (t) => {
  const { store, presence, sessionId, redis, keys } = await openStores(t);
  const ada = member('Ada');
  const next = play(first, {}, microseconds(5), milliseconds(10));
  await store.open(sessionId, first, 'clock', room);
  await presence.enter(sessionId, ada, 'one');
  await store.setTimeline(sessionId, change(next, first, 'a'));
  await presence.saveReport(sessionId, ada.memberId, {
    type: 'report',
    roundTripP95Ms: 20,
    outputDelayMs: 10,
  });
  t.same((await store.readForCommand(sessionId, 'a')).delays, [{ roundTripP95Ms: 20, outputDelayMs: 10 }]);
  const lives = await Promise.all(keys.all(sessionId).map((key) => redis.ttl(key)));
  t.equal(lives.length, 7);
  t.same(
    lives.filter((seconds) => seconds <= limits.stateSeconds - 60 || seconds > limits.stateSeconds),
    [],
    'every key',
  );
});

t.test('ignores a report of a member who has left', async (t) => {
  const { store, presence, sessionId } = await openStores(t);
  const ada = member('Ada');
  await store.open(sessionId, first, 'clock', room);
  await presence.enter(sessionId, ada, 'one');
  await presence.leave(sessionId, ada.memberId, 'one');
  await presence.saveReport(sessionId, ada.memberId, {
    type: 'report',
    roundTripP95Ms: 9_000,
    outputDelayMs: 0,
  });
  t.same((await store.readForCommand(sessionId, 'a')).delays, []);
});

t.test('redeems a ticket once, and stores only its hash', async (t) => {
  const { redis, keys, sessionId } = await openStores(t);
  const tickets = createTicketStore(redis, keys);
  const principal = {
    userId: newId(),
    authSessionId: newId(),
    role: 'listener' as const,
    displayName: 'Ada',
    emailVerified: false,
    tokenExpiresAt: new Date('2026-11-23T12:00:00Z'),
  };
  const claims = { sessionId, deviceId: 'phone', principal };
  const ticket = await tickets.issue(claims);
  const stored = await redis.call('KEYS', `${redis.options.keyPrefix ?? ''}listening:ticket:*`);
  t.equal((stored as string[]).length, 1);
  t.notOk(JSON.stringify(stored).includes(ticket));
  const ttl = await redis.ttl((stored as string[])[0]!.slice((redis.options.keyPrefix ?? '').length));
  t.ok(ttl > 25 && ttl <= 30, `${ttl} s`);
  const redeemed = await Promise.all(Array.from({ length: 50 }, () => tickets.redeem(ticket)));
  t.same(
    redeemed.filter((one) => one !== null),
    [claims],
    'one of fifty at once',
  );
});

t.test('counts the sockets of a user, and drops those of a dead instance', async (t) => {
  const { redis, keys, presence } = await openStores(t);
  const userId = newId();
  const claims = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7].map((index) => presence.claimSocket(userId, `connection-${index}`)),
  );
  t.same(claims, [true, true, true, true, true, false, false]);
  t.equal(await presence.claimSocket(userId, 'connection-3'), true, 'a counted socket stays counted');
  await presence.releaseSocket(userId, 'connection-1');
  t.equal(await presence.claimSocket(userId, 'connection-6'), true);
  await redis.zadd(keys.sockets(userId), 1, 'connection-2');
  t.equal(await presence.claimSocket(userId, 'connection-7'), true);
});

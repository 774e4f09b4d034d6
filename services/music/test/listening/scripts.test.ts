import { newId } from '@downbeat/shared/ids';
import { connectRedis } from '@downbeat/shared/redis';
import { testBackends } from '@downbeat/shared/test-kit';
import { microseconds, milliseconds, play, stoppedTimeline, type Timeline } from '@downbeat/timing';
import t, { type Test } from 'tap';
import { limits } from '../../src/listening/model/limits.ts';
import { allOutputs } from '../../src/listening/model/room-state.ts';
import { initialAccess } from '../../src/listening/model/room-access.ts';
import { createAdvanceSchedule } from '../../src/listening/store/advance-schedule.ts';
import { createDeltaLog } from '../../src/listening/store/delta-log.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { RoomStore } from '../../src/listening/store/room-store.ts';
import { createPresenceStore, type Seat } from '../../src/listening/store/presence-store.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import { createSyncStore } from '../../src/listening/store/sync-store.ts';
import { createTicketStore } from '../../src/listening/store/ticket-store.ts';
import { createVoteStore } from '../../src/listening/store/vote-store.ts';

const room = {
  name: 'Friday',
  access: initialAccess({ ownerId: newId() }),
  queue: [],
  repeat: 'off' as const,
  outputs: allOutputs,
};
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
    sync: createSyncStore(redis, keys),
    votes: createVoteStore(redis, keys),
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

function principal() {
  return {
    userId: newId(),
    authSessionId: newId(),
    role: 'listener' as const,
    displayName: 'Ada',
    emailVerified: false,
    tokenExpiresAt: new Date('2026-11-23T12:00:00Z'),
  };
}

function change(timeline: Timeline, expected: { epoch: number; revision: number }) {
  return {
    expected,
    timeline,
    changedAt: { playback: timeline.revision, queue: 0, outputs: 0 },
    reference: 'clock',
    room,
    changesRoom: false,
    changesOutputs: false,
    delta: { kind: 'timeline' as const, body: '{"type":"timeline"}' },
  };
}

t.test('changes nothing in a session without state', async (t) => {
  const { store, presence, sessionId } = await openStores(t);
  const next = play(first, {}, microseconds(5), milliseconds(10));
  t.same(await store.change(sessionId, change(next, first), 'a b'), { kind: 'missing' });
  const ada = member('Ada');
  t.equal(await presence.enter({ sessionId, memberId: ada.memberId, ticket: 1 }, ada), 'missing');
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
      ['a', 'b', 'c'].map((command) => store.change(sessionId, change(next, first), command)),
    );
    t.same(outcomes.map(({ kind }) => kind).sort(), ['applied', 'stale', 'stale']);
    const applied = ['a', 'b', 'c'][outcomes.findIndex(({ kind }) => kind === 'applied')]!;
    t.same(await store.change(sessionId, change(next, first), applied), {
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
      changedAt: { playback: 1, queue: 0, outputs: 0 },
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
    await store.change(sessionId, change(next, timeline), `command-${count}`);
    timeline = next;
  }
  const revisions = async (epoch: number, revision: number) =>
    (await deltas.missedChanges(sessionId, epoch, revision))?.map((delta) => delta.revision) ?? null;
  t.same(await revisions(1, 2), [3, 4]);
  t.same(await revisions(1, 4), null, 'none missed');
  t.same(await revisions(0, 2), null, 'an earlier epoch');
  await redis.xtrim(keys.deltas(sessionId), 'MAXLEN', 1);
  t.same(await revisions(1, 2), null, 'trimmed');
});

t.test('gives a seat to the newest ticket of a device, which alone can leave it', async (t) => {
  const { store, presence, sessionId, deltas } = await openStores(t);
  await store.open(sessionId, first, 'clock', room);
  const ada = member('Ada "quoted" \\ Löwe');
  // As large as they are: a script must not round them.
  const [older, newer] = [1_795_939_427_992_786, 1_795_939_427_992_787].map((ticket) => ({
    sessionId,
    memberId: ada.memberId,
    ticket,
  })) as [Seat, Seat];
  t.equal(await presence.enter(older, ada), 'entered');
  t.equal(await presence.enter(older, ada), 'present');
  t.equal(await presence.enter(newer, ada), 'replaced');
  t.equal(await presence.enter(older, ada), 'stale');
  t.same(await presence.refresh(sessionId, [ada.memberId]), [newer.ticket]);
  t.equal(await presence.leave(older), false);
  t.same((await store.readLive(sessionId))?.members, [ada], 'the older ticket freed nothing');
  t.equal(await presence.leave(newer), true);
  t.equal(await presence.leave(newer), true, 'the seat is free already');
  t.same((await store.readLive(sessionId))?.members, []);
  const deltasSeen = (await deltas.after(sessionId, { epoch: 1, sequence: 1 })).map(({ kind, body }) => [
    kind,
    JSON.parse(body) as unknown,
  ]);
  t.same(deltasSeen, [
    ['memberJoined', { type: 'memberJoined', member: ada, memberCount: 1 }],
    ['replaced', { memberId: ada.memberId, ticket: newer.ticket }],
    ['memberLeft', { type: 'memberLeft', memberId: ada.memberId, memberCount: 0 }],
  ]);
  t.same(await presence.refresh(sessionId, [ada.memberId]), [undefined], 'the member has no seat');
});

t.test('tells of the first 20 members one by one, and of the others how many there are', async (t) => {
  const { store, presence, sessionId, deltas } = await openStores(t);
  await store.open(sessionId, first, 'clock', room);
  const members = Array.from({ length: 60 }, (_, index) => member(`Member ${index}`));
  const seats = members.map(({ memberId }, index) => ({ sessionId, memberId, ticket: index + 1 }));
  let sequence = 1;
  const told = async () => {
    const found = await deltas.after(sessionId, { epoch: 1, sequence });
    sequence += found.length;
    return found.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  };
  await Promise.all(seats.map((seat, index) => presence.enter(seat, members[index]!)));
  t.same(await told(), [
    ...members
      .slice(0, limits.membersShown)
      .map((shown, index) => ({ type: 'memberJoined', member: shown, memberCount: index + 1 })),
    { type: 'memberCount', memberCount: 60 },
  ]);
  await Promise.all(seats.slice(30).map((seat) => presence.leave(seat)));
  t.same(await told(), [{ type: 'memberCount', memberCount: 30 }]);
  await presence.leave(seats[3]!);
  t.same(await told(), [
    { type: 'memberLeft', memberId: seats[3]!.memberId, memberCount: 29 },
    { type: 'memberJoined', member: members[limits.membersShown], memberCount: 29 },
  ]);
  t.same((await store.readLive(sessionId))?.members, [
    ...members.slice(0, 3),
    ...members.slice(4, limits.membersShown + 1),
  ]);
});

t.test('expires every key some time after the last change', async (t) => {
  const { store, presence, sync, votes, sessionId, redis, keys } = await openStores(t);
  const ada = member('Ada');
  const next = play(first, { queueItemId: 'item' }, microseconds(5), milliseconds(10));
  await store.open(sessionId, first, 'clock', room);
  await presence.enter({ sessionId, memberId: ada.memberId, ticket: 1 }, ada);
  await store.change(sessionId, change(next, first), 'a');
  t.same(await votes.vote(sessionId, ada.userId, 'item'), { kind: 'counted', count: 1, needed: 1 });
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
  t.same((await store.readForCommand(sessionId, 'a')).delays, [{ roundTripP95Ms: 20, outputDelayMs: 10 }]);
  await presence.setPresence(sessionId, [{ memberId: ada.memberId, ticket: 1, presence: 'away' }]);
  const lives = await Promise.all(keys.all(sessionId).map((key) => redis.ttl(key)));
  t.equal(lives.length, 12);
  t.same(
    lives.filter((seconds) => seconds <= limits.stateSeconds - 60 || seconds > limits.stateSeconds),
    [],
    'every key',
  );
});

t.test('counts what members tell of their presence, by the ticket that has their seat', async (t) => {
  const { store, presence, deltas, sessionId } = await openStores(t);
  await store.open(sessionId, first, 'clock', room);
  const people = Array.from({ length: limits.membersShown + 1 }, (_, index) => member(`M${index}`));
  for (const [index, one] of people.entries())
    await presence.enter({ sessionId, memberId: one.memberId, ticket: index + 1 }, one);
  const [ada, bea] = people as [(typeof people)[0], (typeof people)[0]];
  const last = people.at(-1)!;
  const told = async () => {
    const page = await deltas.after(sessionId, { epoch: 1, sequence: 0 });
    const bodies = page.map(({ body }) => body).filter((body) => body.includes('presenceChanged'));
    return { count: bodies.length, newest: JSON.parse(bodies.at(-1) ?? 'null') as unknown };
  };
  const type = 'presenceChanged';
  const buffering = { memberId: ada.memberId, presence: 'buffering' as const };
  await presence.setPresence(sessionId, [
    { ...buffering, ticket: 1 },
    { memberId: bea.memberId, ticket: 99, presence: 'away' },
    { memberId: last.memberId, ticket: people.length, presence: 'away' },
  ]);
  t.same(await told(), {
    count: 1,
    newest: { type, counts: { away: 1, buffering: 1 }, members: [buffering] },
  });
  await presence.setPresence(sessionId, [{ ...buffering, ticket: 1 }]);
  t.equal((await told()).count, 1, 'what has not changed is not told');
  const live = await store.readLive(sessionId);
  t.same(live?.presence, { away: 1, buffering: 1 });
  t.match(live?.members.slice(0, 2), [{ ...buffering, role: 'listener' }, { memberId: bea.memberId }]);
  await presence.leave({ sessionId, memberId: ada.memberId, ticket: 1 });
  const away = { memberId: last.memberId, presence: 'away' };
  t.same((await told()).newest, { type, counts: { away: 1, buffering: 0 }, members: [away] }, 'moved up');
  await presence.enter({ sessionId, memberId: last.memberId, ticket: 100 }, last);
  t.same((await told()).newest, { type, counts: { away: 0, buffering: 0 }, members: [] }, 'a new socket');
});

t.test('bounds the deltas of a room by their bytes, in whatever order their sizes come', async (t) => {
  const { store, sessionId, redis, keys } = await openStores(t);
  await store.open(sessionId, first, 'clock', room);
  let timeline = first;
  const bytesNow = async () => Number(await redis.memory('USAGE', keys.deltas(sessionId), 'SAMPLES', 0));
  for (const size of [500, 20, 150, 1_000]) {
    for (let count = 0; count < 300; count += 1) {
      const next = play(timeline, {}, microseconds(5), milliseconds(10));
      const delta = { kind: 'timeline' as const, body: '.'.repeat(size) };
      await store.change(sessionId, { ...change(next, timeline), delta }, newId());
      timeline = next;
    }
    const bytes = await bytesNow();
    t.ok(bytes > limits.deltaBytes / 4 && bytes < 2 * limits.deltaBytes, `${bytes} bytes after ${size}`);
  }
  t.equal(await redis.zcard(keys.commands(sessionId)), limits.commandsKept);
});

t.test('ignores a report of a member who has left', async (t) => {
  const { store, presence, sync, sessionId } = await openStores(t);
  const ada = member('Ada');
  await store.open(sessionId, first, 'clock', room);
  const seat = { sessionId, memberId: ada.memberId, ticket: 1 };
  await presence.enter(seat, ada);
  await presence.leave(seat);
  await sync.save(
    sessionId,
    ada.memberId,
    {
      type: 'report',
      roundTripP95Ms: 9_000,
      outputDelayMs: 0,
    },
    null,
  );
  t.same((await store.readForCommand(sessionId, 'a')).delays, []);
});

t.test('redeems a ticket once, and stores only its hash', async (t) => {
  const { redis, keys, sessionId } = await openStores(t);
  const tickets = createTicketStore(redis, keys);
  const claims = { sessionId, deviceId: 'phone', principal: principal() };
  const ticket = await tickets.issue(claims);
  const stored = await redis.call('KEYS', `${redis.options.keyPrefix ?? ''}listening:ticket:*`);
  t.equal((stored as string[]).length, 1);
  t.notOk(JSON.stringify(stored).includes(ticket));
  const ttl = await redis.ttl((stored as string[])[0]!.slice((redis.options.keyPrefix ?? '').length));
  t.ok(ttl > 25 && ttl <= 30, `${ttl} s`);
  const redeemed = await Promise.all(Array.from({ length: 50 }, () => tickets.redeem(ticket)));
  t.same(
    redeemed.flatMap((one) => (one === null ? [] : { ...one, number: 0 })),
    [{ ...claims, number: 0 }],
    'one of fifty at once',
  );
});

t.test('numbers tickets in the order in which they are issued, also when the counter is lost', async (t) => {
  const { redis, keys, sessionId } = await openStores(t);
  const tickets = createTicketStore(redis, keys);
  const numbers: number[] = [];
  for (let count = 0; count < 20; count += 1) {
    if (count === 10) await redis.del(keys.lastTicket());
    const ticket = await tickets.issue({ sessionId, deviceId: 'phone', principal: principal() });
    numbers.push((await tickets.redeem(ticket))!.number);
  }
  t.same(numbers, [...new Set(numbers)].sort());
  // Also while the clock of Redis is behind the last number.
  const ahead = numbers[0]! + 3_600e6;
  await redis.set(keys.lastTicket(), ahead);
  const ticket = await tickets.issue({ sessionId, deviceId: 'phone', principal: principal() });
  t.equal((await tickets.redeem(ticket))!.number, ahead + 1);
});

t.test('counts the devices of a user once each, and drops those that are not refreshed', async (t) => {
  const { redis, keys, presence } = await openStores(t);
  const ada = principal();
  const claim = (device: number, sessionId = 'session') => {
    const [deviceId, memberId] = [`device-${device}`, `${ada.userId}:device-${device}`];
    return { sessionId, deviceId, memberId, ticket: 1, principal: ada };
  };
  const claims = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((index) => presence.claimSocket(claim(index))));
  t.same(claims, [true, true, true, true, true, false, false]);
  t.equal(await presence.claimSocket(claim(3)), true, 'a further socket of a counted device');
  t.equal(await presence.claimSocket(claim(3, 'other')), false, 'in another session');
  await presence.releaseSocket(claim(1));
  t.equal(await presence.claimSocket(claim(6)), true);
  const [seconds = 0, micros = 0] = (await redis.time()).map(Number);
  const lostMs = seconds * 1000 + micros / 1000 - limits.socketMs - 1;
  await redis.zadd(keys.sockets(ada.userId), lostMs, 'session device-2');
  t.equal(await presence.claimSocket(claim(7)), true);
});

t.test('reads the members page by page, in the order in which they joined', async (t) => {
  const { store, presence, sessionId } = await openStores(t);
  await store.open(sessionId, first, 'clock', room);
  const members = Array.from({ length: 50 }, (_, index) => member(`Member ${index}`));
  const enter = (index: number, ticket: number) =>
    presence.enter({ sessionId, memberId: members[index]!.memberId, ticket }, members[index]!);
  for (const index of members.keys()) await enter(index, index + 1);
  // A device that comes back keeps its place.
  t.equal(await enter(3, 100), 'replaced');
  const pages = [];
  let after = '0';
  for (let page = 0; page < 4; page += 1) {
    const view = await store.readMembers(sessionId, 20, after);
    pages.push(view.members);
    after = view.last;
  }
  t.same(pages, [members.slice(0, 20), members.slice(20, 40), members.slice(40), []]);
});

// A room with the test as its server: entering it, and what it shows of its members, its clock and its position.
import t from 'tap';
import type { RoomState } from '../src/index.ts';
import { createHarness, failure, type FakeSocket, item, settled } from './kit/fake-room.ts';

t.test('fails to open when the clock is not synchronised in time', async (t) => {
  const harness = createHarness(t);
  const opening = failure(harness.room.open());
  await settled();
  harness.socket.answersProbes = false;
  harness.socket.open();
  await harness.pass(15_000);
  t.match(await opening, { name: 'DownbeatError', code: 'TIMEOUT' });
});

t.test('waits for another socket of its user to end, says so, and tells it when it gives up', async (t) => {
  const harness = createHarness(t);
  const opening = failure(harness.room.open());
  await settled();
  const seen = new Set<unknown>();
  harness.room.onChange(({ status, closeReason }) => seen.add(status === 'open' ? null : closeReason));
  for (let ms = 0; ms < 15_000; ms += 100) {
    if (harness.socket.readyState === 0) {
      harness.socket.open();
      harness.socket.closeByServer(4006);
    }
    await harness.pass(100);
  }
  t.same([...seen], [null, 'tooManySockets']);
  t.match(await opening, { code: 'TIMEOUT', message: 'too many sockets of one user' });
});

t.test('enters when another socket of its user has ended', async (t) => {
  const harness = createHarness(t);
  const opening = harness.room.open();
  await settled();
  harness.socket.open();
  harness.socket.closeByServer(4006);
  t.match(harness.room.state, { status: 'waiting', closeReason: 'tooManySockets' });
  await harness.pass(300);
  t.match(harness.room.state, { status: 'connecting', closeReason: 'tooManySockets' });
  await harness.admit();
  await opening;
  t.match(harness.room.state, { status: 'open', reason: null, closeReason: null });
});

t.test('fails to open at once when it is closed', async (t) => {
  const harness = createHarness(t);
  const opening = failure(harness.room.open());
  await settled();
  harness.socket.answersProbes = false;
  harness.socket.open();
  await settled();
  harness.room.close();
  t.match(await opening, { code: 'ROOM_CLOSED', message: 'closed by this client' });
});

t.test('opens when the snapshot has come and the clock is synchronised', async (t) => {
  const harness = createHarness(t);
  await harness.open({ revision: 4 });
  const { socket } = harness;
  await harness.room.open();
  t.equal(harness.socket, socket, 'a second call opens nothing');
  t.same(harness.room.state, {
    status: 'open',
    reason: null,
    closeReason: null,
    memberId: 'ada:laptop',
    timeline: harness.room.state.timeline,
    currentItem: item,
    playback: 'paused',
    queue: [item],
    repeat: 'off',
    members: [],
    memberCount: 0,
    presence: { away: 0, buffering: 0 },
    playbackControl: 'owner',
    role: null,
    settings: harness.snapshot().settings,
    ownerId: 'ada',
    actingHostId: null,
    requests: [],
    chat: [],
    skipVotes: null,
    outputs: null,
    isOutput: true,
  });
  t.match(harness.room.quality, { synchronised: true, playbackErrorMs: null, resyncs: 0 });
  t.match(harness.socket.sent.at(-1), { type: 'report', roundTripP95Ms: 0 });
});

t.test('asks once for a revision that it missed', async (t) => {
  const harness = createHarness(t);
  await harness.open({ revision: 4 });
  const changed = (revision: number): Parameters<FakeSocket['deliver']>[0] => ({
    type: 'timeline',
    commandId: `theirs-${revision}`,
    timeline: harness.timeline({ revision }),
    leadTimeMs: 150,
    by: 'bea:phone',
  });
  harness.socket.deliver(changed(6));
  t.same(harness.socket.commands, [{ type: 'resume', epoch: 1, revision: 4 }]);
  harness.socket.deliver(changed(5));
  harness.socket.deliver(changed(6));
  t.equal(harness.socket.commands.length, 1);
  t.equal(harness.room.state.timeline?.revision, 6, 'an older timeline changes nothing');
});

t.test('tells of members who join, change and leave', async (t) => {
  const harness = createHarness(t);
  await harness.open();
  const bea = {
    memberId: 'bea:phone',
    userId: 'bea',
    deviceId: 'phone',
    displayName: 'Bea',
    role: 'listener',
  } as const;
  const seen: RoomState[] = [];
  const unsubscribe = harness.room.onChange((state) => seen.push(state));
  harness.socket.deliver({ type: 'memberJoined', member: bea, memberCount: 2 });
  harness.socket.deliver({
    type: 'memberJoined',
    member: { ...bea, displayName: 'Beatrix' },
    memberCount: 2,
  });
  harness.socket.deliver({ type: 'memberLeft', memberId: 'bea:phone', memberCount: 1 });
  harness.socket.deliver({ type: 'memberCount', memberCount: 700 });
  unsubscribe();
  harness.socket.deliver({ type: 'memberJoined', member: bea, memberCount: 2 });
  t.same(
    seen.map(({ members, memberCount }) => [memberCount, ...members.map(({ displayName }) => displayName)]),
    [[2, 'Bea'], [2, 'Beatrix'], [1], [700]],
  );
});

t.test('reconnects, and tells so, when the server stops answering', async (t) => {
  const harness = createHarness(t);
  await harness.open({ state: 'playing' });
  await harness.pass(3000);
  const seen: (readonly [string, string | null])[] = [];
  harness.room.onChange(({ status, reason }) => seen.push([status, reason]));
  harness.socket.answersProbes = false;
  for (let ms = 0; ms < 30_000 && seen.length === 0; ms += 100) await harness.pass(100);
  // The first try comes within 250 ms.
  await harness.pass(255);
  t.same(seen.slice(0, 2), [
    ['waiting', 'the server does not answer'],
    ['connecting', 'the server does not answer'],
  ]);
  t.equal(harness.sockets[0]?.readyState, 3);
  t.equal(harness.sockets.length, 2);
  const before = harness.player.starts.length;
  await harness.admit({
    state: 'playing',
    anchorServerTimeUs: harness.room.state.timeline!.anchorServerTimeUs,
  });
  t.equal(harness.room.state.status, 'open');
  t.equal(harness.player.starts.length, before, 'the music went on');
});

t.test('synchronises its clock again in a new epoch', async (t) => {
  const harness = createHarness(t);
  await harness.open({ revision: 9 });
  harness.epoch = 2;
  harness.socket.deliver(harness.snapshot({ revision: 0 }));
  t.match(harness.room.state.timeline, { epoch: 2, revision: 0 });
  t.equal(harness.room.quality.synchronised, false);
  await harness.pass(200);
  t.equal(harness.room.quality.synchronised, true);
});

t.test('moves the position on from the anchor, up to the end of the track', async (t) => {
  const harness = createHarness(t);
  await harness.open({ state: 'playing', anchorPositionMs: 598_000 });
  const shown = harness.room.positionMs();
  await harness.pass(1000);
  t.ok(Math.abs(harness.room.positionMs() - shown - 1000) < 1);
  await harness.pass(1000);
  t.equal(harness.room.positionMs(), 600_000);
});

t.test('keeps the position at the anchor while paused, and while the clock is not known', async (t) => {
  const harness = createHarness(t);
  t.equal(harness.room.positionMs(), 0, 'zero before the snapshot');
  await harness.open({ revision: 9, anchorPositionMs: 5000 });
  await harness.pass(1000);
  t.equal(harness.room.positionMs(), 5000);
  harness.epoch = 2;
  harness.socket.deliver(harness.snapshot({ state: 'playing', anchorPositionMs: 7000 }));
  t.equal(harness.room.positionMs(), 7000);
});

t.test('ignores unknown messages and broken ones', async (t) => {
  const harness = createHarness(t);
  await harness.open();
  const before = harness.room.state;
  for (const data of ['{"type":"fireworks"}', '{"type":7}', 'null', '{', ''])
    harness.socket.onmessage?.({ data });
  t.equal(harness.room.state, before);
  t.same(harness.problems, []);
});

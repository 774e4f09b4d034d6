// A room with the test as its server: what is lost, refused, sent twice, late or unanswered.
import t, { type Test } from 'tap';
import type { RoomState } from '../src/index.ts';
import { microseconds } from '../src/listening.ts';
import { type FakeSocket, item, OFFSET_US, RoomHarness, settled } from './kit/fake-room.ts';

function createHarness(t: Test): RoomHarness {
  const harness = new RoomHarness();
  t.teardown(() => harness.end());
  return harness;
}

/** The error of a promise that fails, caught at once, so that it never counts as unhandled. */
function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );
}

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
  t.match(await opening, { code: 'NETWORK_ERROR', message: 'closed by this client' });
});

t.test('opens when the snapshot has come and the clock is synchronised', async (t) => {
  const harness = createHarness(t);
  await harness.open({ revision: 4 });
  t.same(harness.room.state, {
    status: 'open',
    reason: null,
    closeReason: null,
    memberId: 'ada:laptop',
    timeline: harness.room.state.timeline,
    currentItem: item,
    queue: [item],
    members: [],
    memberCount: 0,
    playbackControl: 'owner',
  });
  t.match(harness.room.quality, { synchronised: true, playbackErrorMs: null, resyncs: 0 });
  t.match(harness.socket.sent.at(-1), { type: 'report', roundTripP95Ms: 0 });
});

t.test('sends a command with its revision, and resolves it by the new timeline', async (t) => {
  const harness = createHarness(t);
  await harness.open({ revision: 4 });
  const playing = harness.room.play({ positionMs: 1000 });
  const commandId = 'command-1';
  t.same(harness.socket.commands, [{ type: 'play', positionMs: 1000, commandId, revision: 4 }]);
  const timeline = harness.timeline({ revision: 5, state: 'playing', anchorPositionMs: 1000 });
  harness.socket.deliver({ type: 'timeline', commandId, timeline, leadTimeMs: 150, by: 'ada:laptop' });
  await playing;
  t.same(harness.room.state.timeline, timeline);
  await harness.pass(2000);
  t.ok(Math.abs(harness.heard()! - 3000) < 1, `${harness.heard()} ms`);
});

t.test('rejects a refused command with its code, and reports a problem without a command', async (t) => {
  const harness = createHarness(t);
  await harness.open();
  const pausing = failure(harness.room.pause());
  harness.socket.deliver({
    type: 'problem',
    code: 'FORBIDDEN',
    title: 'No',
    detail: 'not you',
    commandId: 'command-1',
  });
  t.match(await pausing, { name: 'DownbeatError', code: 'FORBIDDEN', message: 'No: not you' });
  t.same(harness.problems, []);
  harness.socket.deliver({
    type: 'problem',
    code: 'TRACK_NOT_FOUND',
    title: 'There is no such track for you',
  });
  t.match(harness.problems, [{ code: 'TRACK_NOT_FOUND', message: 'There is no such track for you' }]);
});

t.test('sends unanswered commands again over the next socket, under the same id', async (t) => {
  const harness = createHarness(t);
  await harness.open({ revision: 4 });
  const pausing = harness.room.pause();
  const seeking = harness.room.seek(9000);
  t.equal(harness.socket.commands.length, 1, 'one command at a time');
  harness.socket.deliver({ type: 'ack', commandId: 'command-1', revision: 5 });
  await pausing;
  await settled();
  harness.socket.closeByServer(1006);
  await harness.pass(5);
  const third = harness.room.seek(12_000);
  t.equal(harness.sockets.length, 2);
  t.same(harness.socket.commands, [], 'nothing before the snapshot');
  await harness.admit({ revision: 5 });
  const [resent] = harness.socket.commands;
  t.same(resent, { type: 'seek', positionMs: 9000, commandId: 'command-2', revision: 4 });
  harness.socket.deliver({ type: 'ack', commandId: 'command-2', revision: 6 });
  harness.socket.deliver({ type: 'ack', commandId: 'command-2', revision: 6 });
  await seeking;
  await settled();
  t.same(harness.socket.commands, [
    resent,
    { type: 'seek', positionMs: 12_000, commandId: 'command-3', revision: 5 },
  ]);
  harness.socket.deliver({ type: 'ack', commandId: 'command-3', revision: 7 });
  await Promise.all([seeking, third]);
  harness.socket.closeByServer(1012);
  await harness.pass(1000);
  await harness.admit({ revision: 7 });
  t.same(harness.socket.commands, [], 'an answered command is not sent again');
});

t.test('rejects a command that is never answered', async (t) => {
  const harness = createHarness(t);
  await harness.open();
  const pausing = failure(harness.room.pause());
  await harness.pass(10_000);
  t.match(await pausing, { code: 'TIMEOUT' });
});

t.test('rejects waiting and later commands when the session ends', async (t) => {
  const harness = createHarness(t);
  await harness.open();
  const waiting = failure(harness.room.pause());
  harness.socket.closeByServer(4004);
  t.match(harness.room.state, { status: 'closed', reason: 'the session ended' });
  t.match(await waiting, { code: 'NETWORK_ERROR', message: 'the session ended' });
  t.match(await failure(harness.room.play()), { code: 'NETWORK_ERROR', message: 'the session ended' });
  const { probes } = harness.socket;
  await harness.pass(30_000);
  t.equal(harness.sockets.length, 1);
  t.equal(harness.socket.probes, probes, 'its timers are ended');
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

const next = { ...item, id: 'item-2', trackId: 'track-2', title: 'Paper Rockets' };

/** A room of two items whose first has a second left to play. */
async function nearTheEnd(t: Test): Promise<RoomHarness> {
  const harness = createHarness(t);
  harness.queue = [item, next];
  await harness.open({ revision: 4, state: 'playing', anchorPositionMs: 598_800 });
  return harness;
}

/** The server moves on to the next item, at an anchor so many milliseconds ahead. */
function advance(harness: RoomHarness, inMs: number, by: string | null = null): void {
  const anchorServerTimeUs = harness.localUs + OFFSET_US + inMs * 1000;
  harness.socket.deliver({
    type: 'timeline',
    commandId: 'advance-1-4',
    timeline: harness.timeline({ revision: 5, queueItemId: next.id, state: 'playing', anchorServerTimeUs }),
    leadTimeMs: inMs,
    by,
  });
}

t.test('shows the item that still plays until the anchor of the next, and tells of the change', async (t) => {
  const harness = await nearTheEnd(t);
  const seen: (string | undefined)[] = [];
  harness.room.onChange(({ currentItem }) => seen.push(currentItem?.id));
  advance(harness, 1000);
  t.equal(harness.room.state.timeline?.queueItemId, next.id);
  await harness.pass(900);
  t.equal(harness.room.state.currentItem?.id, item.id);
  t.ok(Math.abs(harness.room.positionMs() - 599_900) < 5, `${harness.room.positionMs()} ms`);
  await harness.pass(200);
  t.equal(harness.room.state.currentItem?.id, next.id);
  t.ok(Math.abs(harness.room.positionMs() - 100) < 5, `${harness.room.positionMs()} ms`);
  t.same(seen, [item.id, next.id]);
  t.ok(Math.abs(harness.heard()! - 100) < 5, `${harness.heard()} ms`);
  t.equal(harness.player.heardItemId(microseconds(harness.localUs)), next.id);
});

t.test('shows an item at once when it joins between an advance and its anchor', async (t) => {
  const harness = createHarness(t);
  harness.queue = [item, next];
  const anchorServerTimeUs = harness.localUs + OFFSET_US + 2_000_000;
  await harness.open({ revision: 5, queueItemId: next.id, state: 'playing', anchorServerTimeUs });
  t.equal(harness.room.state.currentItem?.id, next.id);
  t.equal(harness.room.positionMs(), 0);
  t.equal(harness.heard(), null);
});

t.test('shows the next item at once when a pause comes before its anchor', async (t) => {
  const harness = await nearTheEnd(t);
  advance(harness, 1000);
  harness.socket.deliver({
    type: 'timeline',
    commandId: 'theirs-6',
    timeline: harness.timeline({ revision: 6, queueItemId: next.id, state: 'paused' }),
    leadTimeMs: 150,
    by: 'bea:phone',
  });
  t.equal(harness.room.state.currentItem?.id, next.id);
  await harness.pass(1500);
  t.equal(harness.heard(), null);
  t.equal(harness.room.positionMs(), 0);
});

t.test('shows the first item after a new epoch, whatever was scheduled before', async (t) => {
  const harness = await nearTheEnd(t);
  advance(harness, 1000);
  harness.epoch = 2;
  harness.socket.deliver(harness.snapshot({ revision: 0, queueItemId: item.id }));
  t.equal(harness.room.state.currentItem?.id, item.id);
  await harness.pass(2000);
  t.equal(harness.room.state.currentItem?.id, item.id);
});

t.test('has no timer left after it was closed before the anchor of the next item', async (t) => {
  const harness = await nearTheEnd(t);
  advance(harness, 1000);
  harness.room.close();
  const before = harness.room.state;
  await harness.pass(2000);
  t.equal(harness.room.state, before);
});

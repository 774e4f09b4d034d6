// The item that a room shows while its server moves on to the next.
import t, { type Test } from 'tap';
import { microseconds } from '../src/listening.ts';
import { createHarness, item, OFFSET_US, type RoomHarness } from './kit/fake-room.ts';

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

t.test('shows a repeated item to its end', async (t) => {
  const harness = await nearTheEnd(t);
  const anchorServerTimeUs = harness.sessionUs + 1_000_000;
  const before = harness.timeline({ revision: 5, state: 'playing', anchorPositionMs: 599_000 });
  const deliver = (timeline: typeof before, by: string | null): void =>
    harness.socket.deliver({ type: 'timeline', commandId: 'advance-1-5', timeline, leadTimeMs: 150, by });
  deliver(before, 'bea:phone');
  deliver(harness.timeline({ revision: 6, state: 'playing', anchorServerTimeUs }), null);
  await harness.pass(900);
  t.ok(Math.abs(harness.room.positionMs() - 599_900) < 10, `${harness.room.positionMs()} ms`);
  await harness.pass(300);
  t.ok(Math.abs(harness.room.positionMs() - 200) < 10, `${harness.room.positionMs()} ms`);
  t.ok(Math.abs(harness.heard()! - 200) < 10, `${harness.heard()} ms`);
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

t.test('says when the queue has come to its end, and that a pause is none', async (t) => {
  const harness = createHarness(t);
  await harness.open({ state: 'stopped' });
  t.equal(harness.room.state.playback, 'stopped');
  const seen: (string | null)[] = [];
  harness.room.onChange(({ playback }) => seen.push(playback));
  const deliver = (change: Parameters<typeof harness.timeline>[0]): void =>
    harness.socket.deliver({
      type: 'timeline',
      commandId: `theirs-${change?.revision}`,
      timeline: harness.timeline(change),
      leadTimeMs: 150,
      by: 'bea:phone',
    });
  deliver({ revision: 1, state: 'paused', anchorPositionMs: 599_000 });
  await harness.pass(1500);
  deliver({ revision: 2, state: 'playing', anchorPositionMs: 599_500 });
  await harness.pass(490);
  t.equal(harness.room.state.playback, 'playing');
  await harness.pass(50);
  t.match(harness.room.state, {
    playback: 'ended',
    currentItem: { id: item.id },
    timeline: { state: 'playing' },
  });
  t.same(seen, ['paused', 'playing', 'ended'], 'each change is told once');
  deliver({ revision: 3, state: 'playing', anchorPositionMs: 0 });
  t.equal(harness.room.state.playback, 'playing');
});

t.test('does not end while something follows, and ends when that is taken away', async (t) => {
  const harness = await nearTheEnd(t);
  await harness.pass(1500);
  t.equal(harness.room.state.playback, 'playing', 'the server is late');
  const changed = (revision: number, change: { changes: object[]; repeat: 'off' | 'all' }): void =>
    harness.socket.deliver({
      type: 'queueChanged',
      commandId: `theirs-${revision}`,
      timeline: harness.timeline({
        revision,
        state: 'playing',
        anchorPositionMs: 598_800,
        anchorServerTimeUs: harness.sessionUs - 2_000_000,
      }),
      leadTimeMs: 150,
      by: 'bea:phone',
      ...change,
    } as Parameters<typeof harness.socket.deliver>[0]);
  changed(5, { changes: [{ change: 'removed', itemIds: [next.id] }], repeat: 'off' });
  t.equal(harness.room.state.playback, 'ended');
  changed(6, { changes: [], repeat: 'all' });
  t.equal(harness.room.state.playback, 'playing');
});

t.test('finds a room that has ended so, as soon as the clock is known', async (t) => {
  const harness = createHarness(t);
  const anchorServerTimeUs = harness.sessionUs - 700_000_000;
  await harness.open({ revision: 4, state: 'playing', anchorServerTimeUs });
  t.equal(harness.room.state.playback, 'ended');
});

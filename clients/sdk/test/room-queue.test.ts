// The queue of a room with the test as its server: kept from changes, in their order, while others edit it too.
import t, { type Test } from 'tap';
import type { QueueItem } from '../src/index.ts';
import type { Change } from '../src/listening/messages.ts';
import { createHarness, failure, item, settled, type RoomHarness } from './kit/fake-room.ts';

const other: QueueItem = { ...item, id: 'item-2', trackId: 'track-2', title: 'Paper Rockets' };
const third: QueueItem = { ...item, id: 'item-3', trackId: 'track-3', title: 'Low Tide' };

type QueueChanged = Extract<Change, { type: 'queueChanged' }>;

/** An edit of a member, which leaves playback as it is. */
function changed(
  harness: RoomHarness,
  revision: number,
  changes: QueueChanged['changes'],
  change: Partial<QueueChanged> = {},
): QueueChanged {
  const timeline = { ...harness.room.state.timeline!, revision };
  const common = { type: 'queueChanged', commandId: `theirs-${revision}`, leadTimeMs: 150 } as const;
  return { ...common, timeline, repeat: 'off', changes, by: 'bea:phone', ...change };
}

async function openRoom(t: Test, playing = true): Promise<RoomHarness> {
  const harness = createHarness(t);
  harness.queue = [item, other];
  await harness.open({ revision: 4, state: playing ? 'playing' : 'paused' });
  return harness;
}

const idsOf = ({ room }: RoomHarness) => room.state.queue.map(({ id }) => id);

t.test('sends edits, and resolves them when they took effect', async (t) => {
  const harness = await openRoom(t);
  const { queue } = harness.room;
  const adding = queue.add(['track-3'], { after: 'current' });
  const operations = [{ op: 'add', trackIds: ['track-3'], after: 'current' }] as const;
  const sent = { type: 'queue', commandId: 'command-1', revision: 4, operations };
  t.same(harness.socket.commands, [sent]);
  const items = [third];
  const commandId = 'command-1';
  harness.socket.deliver(changed(harness, 5, [{ change: 'inserted', items, after: item.id }], { commandId }));
  await adding;
  t.same(queue.items, [item, third, other]);
  t.equal(harness.room.state.queue, queue.items);
  const calls = [
    [queue.remove([other.id]), { op: 'remove', itemIds: [other.id] }],
    [queue.move([third.id]), { op: 'move', itemIds: [third.id] }],
    [queue.move([third.id], { after: null }), { op: 'move', itemIds: [third.id], after: null }],
    [queue.clear(), { op: 'clear' }],
    [queue.shuffle(), { op: 'shuffle' }],
    [queue.replace(['track-9']), { op: 'replace', trackIds: ['track-9'] }],
    [queue.addPlaylist('p1'), { op: 'add', trackIds: ['track-7', 'track-8'] }],
  ] as const;
  await settled();
  for (const [call, operation] of calls) {
    const message = harness.socket.commands.at(-1)!;
    t.match(message, { type: 'queue', operations: [operation] });
    const { revision } = harness.room.state.timeline!;
    const id = 'commandId' in message ? message.commandId : '';
    harness.socket.deliver(changed(harness, revision + 1, [], { commandId: id }));
    await call;
    await settled();
  }
});

t.test('adds a long list in parts that come in its order', async (t) => {
  const harness = await openRoom(t);
  const trackIds = Array.from({ length: 201 }, (_, index) => `track-${index}`);
  const parts = async (adding: Promise<void>) => {
    const before = harness.socket.commands.length;
    for (let part = 0; part < 3; part += 1) {
      const message = harness.socket.commands.at(-1)!;
      const commandId = 'commandId' in message ? message.commandId : '';
      harness.socket.deliver({ type: 'ack', commandId, revision: 4 });
      await settled();
    }
    await adding;
    return harness.socket.commands
      .slice(before - 1)
      .map((message) => (message.type === 'queue' ? message.operations[0] : undefined))
      .map((operation) => (operation?.op === 'add' ? operation.trackIds[0] : undefined));
  };
  t.same(await parts(harness.room.queue.add(trackIds)), ['track-0', 'track-100', 'track-200']);
  const inFront = harness.room.queue.add(trackIds, { after: null });
  t.same(await parts(inFront), ['track-200', 'track-100', 'track-0']);
});

t.test('rejects a refused edit with the fields that it names', async (t) => {
  const harness = await openRoom(t);
  const adding = failure(harness.room.queue.add(['track-9']));
  const errors = [{ field: 'operations.0.trackIds.0', message: 'There is no such track' }];
  const problem = { type: 'problem', code: 'TRACK_NOT_FOUND', title: 'No', commandId: 'command-1' } as const;
  harness.socket.deliver({ ...problem, errors });
  t.match(await adding, { code: 'TRACK_NOT_FOUND', errors: [{ in: 'body', ...errors[0] }] });
});

t.test('plays on through edits, and preloads what follows now', async (t) => {
  const harness = await openRoom(t);
  await harness.pass(1000);
  const starts = harness.player.starts.length;
  harness.socket.deliver(changed(harness, 5, [{ change: 'inserted', items: [third], after: item.id }]));
  harness.socket.deliver(changed(harness, 6, [{ change: 'moved', itemIds: [other.id], after: null }]));
  await harness.pass(1000);
  t.same(idsOf(harness), [other.id, item.id, third.id]);
  t.same(harness.room.state.currentItem, item);
  t.ok(Math.abs(harness.heard()! - 2000) < 300, `${harness.heard()} ms`);
  t.equal(harness.player.starts.length, starts, 'nothing was started again');
  const timeline = harness.timeline({ revision: 7, queueItemId: third.id, state: 'playing' });
  harness.socket.deliver(changed(harness, 7, [{ change: 'removed', itemIds: [item.id] }], { timeline }));
  await harness.pass(500);
  t.equal(harness.room.state.currentItem?.id, third.id);
  t.equal(harness.player.starts.length, starts + 1);
});

t.test('keeps edits that come early until the missing ones are there', async (t) => {
  const harness = await openRoom(t);
  const insert = (revision: number, id: string) =>
    changed(harness, revision, [{ change: 'inserted', items: [{ ...third, id }], after: null }]);
  harness.socket.deliver(insert(6, 'x'));
  harness.socket.deliver(insert(7, 'y'));
  t.same(harness.socket.commands, [{ type: 'resume', epoch: 1, revision: 4 }]);
  t.same(idsOf(harness), [item.id, other.id]);
  t.equal(harness.room.state.timeline?.revision, 7);
  harness.socket.deliver(changed(harness, 5, [{ change: 'reordered', order: [1, 0] }]));
  t.same(idsOf(harness), ['y', 'x', other.id, item.id]);
  harness.socket.deliver(insert(6, 'x'));
  t.equal(idsOf(harness).length, 4, 'a repeated one changes nothing');
  harness.socket.deliver(changed(harness, 9, [{ change: 'cleared', kept: null }]));
  harness.queue = [other];
  harness.socket.deliver(harness.snapshot({ revision: 8, state: 'playing' }));
  t.same(idsOf(harness), [], 'the one after the snapshot');
});

t.test('goes on to an item that comes by an edit which was late', async (t) => {
  const harness = await openRoom(t);
  const timeline = harness.timeline({ revision: 6, queueItemId: third.id, state: 'playing' });
  const commandId = 'theirs-6';
  harness.socket.deliver({ type: 'timeline', commandId, timeline, leadTimeMs: 150, by: 'bea:phone' });
  await harness.pass(200);
  t.equal(harness.room.state.currentItem, null, 'its item is not known yet');
  harness.socket.deliver(changed(harness, 5, [{ change: 'inserted', items: [third], after: null }]));
  await harness.pass(500);
  t.equal(harness.room.state.currentItem?.id, third.id);
  t.ok(harness.heard() !== null);
});

t.test('goes on from the item that is heard, and sets what is repeated', async (t) => {
  const harness = await openRoom(t);
  const answer = (type: 'next' | 'previous' | 'repeat' | 'play') => {
    const message = harness.socket.commands.at(-1)!;
    t.equal(message.type, type);
    harness.socket.deliver({
      type: 'ack',
      commandId: 'commandId' in message ? message.commandId : '',
      revision: 4,
    });
    const own = new Set(['type', 'commandId', 'revision']);
    return Object.fromEntries(Object.entries(message).filter(([name]) => !own.has(name)));
  };
  const going = [harness.room.next()];
  t.same(answer('next'), {});
  await settled();
  const anchorServerTimeUs = harness.sessionUs + 1_000_000;
  const timeline = harness.timeline({
    revision: 5,
    queueItemId: other.id,
    state: 'playing',
    anchorServerTimeUs,
  });
  const advance = { type: 'timeline', commandId: 'advance-1-5', timeline, leadTimeMs: 1000 } as const;
  harness.socket.deliver({ ...advance, by: null });
  going.push(harness.room.next());
  t.same(answer('next'), { queueItemId: item.id }, 'while the next one is only announced');
  going.push(harness.room.previous());
  t.same(answer('previous'), { queueItemId: item.id });
  await harness.pass(1500);
  going.push(harness.room.next());
  t.same(answer('next'), {});
  going.push(harness.room.setRepeat('all'));
  t.same(answer('repeat'), { mode: 'all' });
  going.push(harness.room.jumpTo(item.id));
  t.same(answer('play'), { queueItemId: item.id, positionMs: 0 });
  await Promise.all(going);
  harness.socket.deliver(changed(harness, 6, [], { repeat: 'one' }));
  t.equal(harness.room.state.repeat, 'one');
});

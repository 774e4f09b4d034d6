import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import {
  afterEdit,
  applyQueueChanges,
  changesOf,
  entryBefore,
  isSamePlayback,
  microseconds as us,
  milliseconds as ms,
  play,
  previousEntry,
  stoppedTimeline,
  upcoming,
  type PlaybackQueue,
  type QueueOperation,
  type RepeatMode,
} from '../src/index.ts';

const entry = (id: string) => ({ id, durationMs: 10_000 });
const queue = ['a', 'b', 'c', 'd'].map(entry);
const ids = (entries: readonly { id: string }[]) => entries.map(({ id }) => id).join('');

/** The ids after operations; new entries are x, y and z. */
function edited(operations: readonly QueueOperation[], currentId: string | null = 'b'): string {
  const added = ['x', 'y', 'z'].map(entry);
  let draws = 0;
  const { changes, queue: after } = changesOf(queue, operations, {
    currentId,
    itemsOf: () => added.splice(0, 1),
    // So that a shuffle turns the order round.
    randomBelow: (limit) => Math.min(draws++, limit - 1),
  });
  assert.deepEqual(applyQueueChanges(queue, changes), after);
  return ids(after);
}

t.test('makes changes of operations, in terms of the queue', async (t) => {
  const add = (after?: string | null): QueueOperation => ({ op: 'add', trackIds: ['1'], after });
  t.equal(edited([add()]), 'abcdx');
  t.equal(edited([add(null), add('a'), add('current')]), 'xaybzcd');
  t.equal(edited([add('current')], null), 'xabcd');
  t.equal(edited([{ op: 'move', itemIds: ['d', 'a'], after: 'b' }]), 'bdac');
  t.equal(edited([{ op: 'move', itemIds: ['b'] }]), 'acdb');
  t.equal(edited([{ op: 'remove', itemIds: ['a', 'c'] }, { op: 'shuffle' }]), 'bd');
  t.equal(edited([{ op: 'shuffle' }]), 'abdc');
  t.equal(edited([{ op: 'shuffle' }], null), 'dcba');
  t.equal(edited([{ op: 'clear' }, add()]), 'bx');
  t.equal(edited([{ op: 'clear' }], null), '');
  t.equal(edited([{ op: 'replace', trackIds: ['1'] }]), 'x');
});

t.test('names every entry that operations do not find', async (t) => {
  const missing = (field: string) => ({ field, message: 'There is no such item in the queue' });
  const operations: QueueOperation[] = [
    { op: 'remove', itemIds: ['a'] },
    { op: 'move', itemIds: ['a', 'b', 'e'] },
  ];
  t.throws(() => edited(operations), {
    code: 'QUEUE_ITEM_NOT_FOUND',
    errors: [missing('operations.1.itemIds.0'), missing('operations.1.itemIds.2')],
  });
  t.throws(() => edited([{ op: 'move', itemIds: ['b'], after: 'current' }]), { code: 'VALIDATION_FAILED' });
});

t.test('knows what follows and what comes before, by the repeat mode', async (t) => {
  const after = (repeat: RepeatMode, id: string | null) => ids(upcoming({ queue, repeat }, id));
  t.equal(after('off', 'b'), 'cd');
  t.equal(after('all', 'b'), 'cdab');
  t.equal(after('one', 'b'), 'bcd');
  t.equal(after('off', 'd') + after('all', null) + after('one', 'e'), '');
  t.equal(entryBefore(queue, 'a', false), undefined);
  t.equal(entryBefore(queue, 'a', true)?.id, 'd');
  const playing = play(stoppedTimeline(1, 'b', us(0)), {}, us(0), ms(10_000));
  const before = (atMs: number, from = 1) =>
    previousEntry({ queue, repeat: 'off' }, playing, queue[from]!, us(atMs * 1000)).id;
  t.equal(before(3_000), 'a');
  t.equal(before(3_001), 'b', 'more than three seconds in it starts again');
  t.equal(before(0, 0), 'a', 'what is heard until the next item starts is near its end');
});

const playback = (...names: string[]): PlaybackQueue => ({ queue: names.map(entry), repeat: 'off' });

t.test('keeps playback through edits, unless its item is removed', async (t) => {
  const playing = play(stoppedTimeline(1, 'b', us(0)), {}, us(5e6), ms(10_000));
  const after = (before: PlaybackQueue, now: PlaybackQueue, atS = 8, from = playing) =>
    afterEdit(from, before, now, us(atS * 1e6), ms(150));
  const kept = after(playback('a', 'b', 'c'), playback('c', 'b', 'a'));
  t.ok(isSamePlayback(kept, playing));
  t.equal(kept.revision, playing.revision + 1);
  const moved = { queueItemId: 'd', anchorServerTimeUs: 8.15e6, anchorPositionMs: 0, state: 'playing' };
  t.match(after(playback('a', 'b', 'c', 'd'), playback('a', 'd')), moved, 'the next that is left');
  t.match(after(playback('a', 'b'), playback('d', 'e')), moved, 'or else the first new one');
  const stopped = { queueItemId: 'a', anchorPositionMs: 0, state: 'stopped' };
  t.match(after(playback('a', 'b'), playback('a')), stopped);
  t.match(after(playback('b'), playback()), { queueItemId: null, state: 'stopped' });
  const announced = after(playback('a', 'b', 'c'), playback('a', 'c'), 4);
  t.match(announced, { queueItemId: 'c', anchorServerTimeUs: 5e6 }, 'what sounds until then goes on');
  const ended = after(playback('a', 'b'), playback('a', 'b', 'c'), 20);
  t.match(ended, { queueItemId: 'c', anchorServerTimeUs: 20.15e6, state: 'playing' });
  const ending = after(playback('a', 'b'), playback('a', 'b', 'c'), 14.9);
  t.match(ending, { queueItemId: 'c', anchorServerTimeUs: 15.05e6 }, 'too late for the end of its item');
  const restarted = after(playback('b'), { ...playback('b'), repeat: 'one' }, 20);
  t.match(restarted, { queueItemId: 'b', anchorServerTimeUs: 20.15e6 });
  const first = after(playback(), playback('x'), 1, stoppedTimeline(1, null, us(0)));
  t.match(first, { queueItemId: 'x', state: 'stopped' });
});

t.test('never loses or doubles an entry that no operation removes', async () => {
  const place = fc.constantFrom(undefined, null, 'current', 'a', 'b', 'c', 'd');
  const named = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
  const operation: fc.Arbitrary<QueueOperation> = fc.oneof(
    fc.record({ op: fc.constant('move' as const), itemIds: named, after: place }),
    fc.constant({ op: 'shuffle' as const }),
  );
  fc.assert(
    fc.property(
      fc.array(operation, { maxLength: 8 }),
      fc.constantFrom('a', 'c', null),
      (operations, currentId) => {
        try {
          return ['a', 'b', 'c', 'd'].every((id) => edited(operations, currentId).split(id).length === 2);
        } catch (error) {
          // A place after an entry that is itself moved.
          return (error as { code?: string }).code === 'VALIDATION_FAILED';
        }
      },
    ),
    { numRuns: 300 },
  );
});

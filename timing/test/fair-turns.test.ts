// The order of a queue in which those who add take turns: for adds, removes, moves and random edits.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { applyQueueChanges, changesOf, type QueueOperation } from '../src/index.ts';

/** An entry is a letter, its person, and a number. */
const entry = (id: string) => ({ id });
type Entry = ReturnType<typeof entry>;
const personOf = ({ id }: Entry) => id.slice(0, 1);
const entriesOf = (text: string): Entry[] => text.split(' ').filter(Boolean).map(entry);
const textOf = (entries: readonly Entry[]) => entries.map(({ id }) => id).join(' ');

function edit(queue: readonly Entry[], operation: QueueOperation, items: Entry[], currentId: string | null) {
  const context = { currentId, itemsOf: () => items, randomBelow: () => 0, personOf };
  const { changes, queue: after } = changesOf(queue, [operation], context);
  assert.deepEqual(applyQueueChanges(queue, changes), after, 'the changes lead to the queue');
  return { changes, after };
}

/** The queue after entries were added at its end, in turn. */
function added(queue: string, items: string, currentId: string | null = null): string {
  const operation: QueueOperation = { op: 'add', trackIds: ['track'] };
  return textOf(edit(entriesOf(queue), operation, entriesOf(items), currentId).after);
}

t.test('a new entry comes before further ones of those who have more to come', async (t) => {
  t.equal(added('', 'a1 a2'), 'a1 a2');
  t.equal(added('a1 a2 a3', 'b1'), 'a1 b1 a2 a3');
  t.equal(added('a1 b1 a2 a3', 'b2'), 'a1 b1 a2 b2 a3');
  t.equal(added('a1 b1 a2 b2 a3', 'c1 c2 c3'), 'a1 b1 c1 a2 b2 c2 a3 c3');
  t.equal(added('a1 a2', 'a3'), 'a1 a2 a3', 'one person alone waits for no one');
});

t.test('the current entry is a turn of its person, and what was before it does not count', async (t) => {
  t.equal(added('b0 b9 a1 a2', 'b1', 'a1'), 'b0 b9 a1 b1 a2');
  t.equal(added('a1 a2', 'b1', 'a2'), 'a1 a2 b1');
  t.equal(added('a1', 'a2', 'a1'), 'a1 a2');
});

t.test('what was moved or added at a place by hand stays there', async (t) => {
  t.equal(added('a1 a2 a3 b1', 'c1'), 'a1 a2 a3 b1 c1', 'not before an entry of its round that waits longer');
  t.equal(added('c1 a1 a2 a3 b1', 'd1'), 'c1 a1 a2 a3 b1 d1');
  const atPlace: QueueOperation = { op: 'add', trackIds: ['track'], after: 'a1' };
  const { after } = edit(entriesOf('a1 b1 a2'), atPlace, entriesOf('a9'), null);
  t.equal(textOf(after), 'a1 a9 b1 a2', 'a place that is named counts');
  const moved = edit(after, { op: 'move', itemIds: ['a2'], after: null }, [], null).after;
  t.equal(textOf(moved), 'a2 a1 a9 b1');
  t.equal(added(textOf(moved), 'b2'), 'a2 a1 a9 b1 b2');
});

t.test('a removal moves no other entry, and frees a turn', async (t) => {
  const { after } = edit(entriesOf('a1 b1 a2 b2'), { op: 'remove', itemIds: ['b1'] }, [], null);
  t.equal(textOf(after), 'a1 a2 b2');
  t.equal(added('a1 a2 b2', 'b3'), 'a1 a2 b2 b3');
  t.equal(added('a1 a2 b2', 'c1'), 'a1 a2 b2 c1');
});

t.test('tells few places one by one, and more as an order', async (t) => {
  const kinds = (queue: string, items: string) =>
    edit(entriesOf(queue), { op: 'add', trackIds: ['track'] }, entriesOf(items), null).changes.map(
      ({ change }) => change,
    );
  t.same(kinds('a1 a2 a3', 'b1'), ['inserted']);
  t.same(kinds('a1 a2 a3', 'b1 b2'), ['inserted', 'inserted']);
  t.same(kinds('a1 a2 a3 a4', 'b1 b2 b3'), ['inserted', 'reordered']);
});

t.test('whatever is added by whom: others keep their order, and rounds follow one another', async () => {
  const adds = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 4 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(adds, (all) => {
      let queue: readonly Entry[] = [];
      let count = 0;
      for (const [person, length] of all) {
        const items = Array.from({ length }, () => entry(`${person}${(count += 1)}`));
        const { after } = edit(queue, { op: 'add', trackIds: ['track'] }, items, null);
        const isNew = new Set(items);
        assert.deepEqual(
          after.filter((one) => !isNew.has(one)),
          queue,
        );
        queue = after;
      }
      const turns = new Map<string, number>();
      const rounds = queue.map((one) => {
        const round = turns.get(personOf(one)) ?? 0;
        turns.set(personOf(one), round + 1);
        return round;
      });
      assert.deepEqual(
        rounds,
        rounds.toSorted((one, other) => one - other),
      );
    }),
  );
});

import { waitFor } from '@downbeat/shared/test-kit';
import fc from 'fast-check';
import t from 'tap';
import type { TestClient } from './kit/client.ts';
import { commandId, queueOf } from './kit/harness.ts';
import { createQueueRooms, idsOf, UNKNOWN } from './kit/queue-room.ts';

const { harness, second, room, stored } = await createQueueRooms(t);

/** What an editor does, with numbers for the items and places that it chooses from the queue that it knows then. */
const anyEdit = fc.record({
  op: fc.constantFrom('add', 'add', 'add', 'remove', 'move', 'move', 'clear', 'shuffle', 'replace', 'next'),
  items: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  after: fc.oneof(fc.nat(), fc.constantFrom(null, undefined, 'current' as const)),
  /** How many revisions it is late. */
  late: fc.integer({ min: 0, max: 3 }),
});
type Edit = typeof anyEdit extends fc.Arbitrary<infer T> ? T : never;

function commandOf({ op, items, after: place, late }: Edit, client: TestClient, track: string): object {
  const queue = idsOf(queueOf(client));
  const known = client.messages.filter(({ type }) => type === 'queueChanged' || type === 'timeline').length;
  const revision = Math.max(known - late, 0);
  if (op === 'next') return { type: 'next', revision };
  const itemIds = [...new Set(items.map((number) => queue[number % queue.length] ?? UNKNOWN))];
  const trackIds = items.map(() => track);
  const after = typeof place === 'number' ? (queue[place % queue.length] ?? null) : place;
  const operation = { op, ...(op === 'add' || op === 'replace' ? { trackIds } : {}) };
  const named = op === 'remove' || op === 'move' ? { itemIds } : {};
  const put = (op === 'add' || op === 'move') && after !== undefined ? { after } : {};
  return { type: 'queue', revision, operations: [{ ...operation, ...named, ...put }] };
}

const EXPECTED_CODES = [
  /: applied$/,
  /^(clear|shuffle|replace|next): STALE_REVISION$/,
  /^(add|move|remove): QUEUE_ITEM_NOT_FOUND$/,
  /^move: VALIDATION_FAILED$/,
  /^next: (END_OF_QUEUE|NOTHING_TO_PLAY)$/,
];

t.test('gives ten members who edit at once, at two instances, the queue of the server', async (t) => {
  const { session, ada, bea, track } = await room(t, { playbackControl: 'everyone' });
  const others = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const guest = await harness.guest(session, `Guest ${index}`);
      const client = await harness.connect(session, guest, { at: index % 2 === 0 ? harness.music : second });
      t.teardown(() => client.close());
      await client.snapshot();
      return client;
    }),
  );
  const editors = [ada, bea, ...others];
  const edits = fc.sample(anyEdit, { numRuns: editors.length * 12, seed: 11 });
  const codes = new Set<string>();
  const applied: string[] = [];
  const work = editors.map(async (client, index) => {
    for (let turn = index; turn < edits.length; turn += editors.length) {
      const id = commandId();
      client.send({ commandId: id, ...commandOf(edits[turn]!, client, track) });
      const answer = await client.answerTo(id);
      codes.add(`${edits[turn]!.op}: ${answer.type === 'problem' ? answer.code : 'applied'}`);
      if (answer.type !== 'problem') applied.push(id);
    }
  });
  await Promise.all(work);
  t.ok(['add', 'remove', 'move'].every((op) => codes.has(`${op}: applied`)));
  t.same(
    [...codes].filter((code) => !EXPECTED_CODES.some((expected) => expected.test(code))),
    [],
    'what names its items is never stale',
  );
  const { queue, timeline } = await stored(session);
  for (const client of editors) {
    const changes = () =>
      client.messages.filter(({ type }) => type === 'queueChanged' || type === 'timeline');
    await waitFor('the last change', () => changes().length >= timeline.revision);
    t.same(queueOf(client), queue);
    const ids = changes().map((message) => ('commandId' in message ? message.commandId : ''));
    t.same([...ids].sort(), [...applied].sort(), 'each change once, and no other');
  }
});

import { waitFor } from '@downbeat/shared/test-kit';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import t, { type Test } from 'tap';
import type { QueueItem, ServerMessage } from '../../src/generated/listening.schemas.gen.ts';
import type { ListeningSession } from '../../src/generated/schemas.gen.ts';
import { limits } from '../../src/listening/model/limits.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import type { Music } from '../kit/music.ts';
import type { TestClient } from './kit/client.ts';
import { commandId, createHarness, edit, json, play, queueOf, refusal, type Harness } from './kit/harness.ts';

const UNKNOWN = '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e';

let harness: Harness;
let second: Music;

t.before(async () => {
  harness = await createHarness(t);
  second = await harness.instance();
});

const idsOf = (queue: readonly QueueItem[]): string[] => queue.map(({ id }) => id);

async function stored({ id }: { id: string }): Promise<ListeningSession> {
  return json(await second.get(`/api/music/sessions/${id}`, harness.owner), 200);
}

/** Lets every member do everything with the queue. */
async function allowAll({ id }: { id: string }): Promise<void> {
  const settings = { permissions: { playback: 'listener', add: 'listener', reorder: 'listener' } };
  const path = `/api/music/sessions/${id}/settings`;
  await json(await harness.music.send('PATCH', path, harness.owner, settings), 200);
}

/** A session of three items, its owner, and a guest at the other instance. */
async function room(t: Test, change: object = {}) {
  const [one = '', two = ''] = harness.trackIds;
  const session = await harness.session({ trackIds: [one, two, one], ...change });
  if ('playbackControl' in change) await allowAll(session);
  const ada = await harness.connect(session, harness.owner);
  const bea = await harness.connect(session, await harness.guest(session), { at: second });
  await ada.snapshot();
  await bea.snapshot();
  t.teardown(() => {
    ada.close();
    bea.close();
  });
  const [first, middle, last] = idsOf(session.queue) as [string, string, string];
  return { session, ada, bea, first, middle, last, track: one };
}

t.test('adds, moves and removes items for every member at every instance', async (t) => {
  const { session, ada, bea, first, middle, last, track } = await room(t);
  const added = await edit(ada, 0, { op: 'add', trackIds: [track, track], after: first });
  t.match(added, { by: `${harness.owner.id}:laptop`, repeat: 'off', timeline: { revision: 1 } });
  const [x = '', y = ''] = idsOf(queueOf(ada)).slice(1, 3);
  t.same(idsOf(queueOf(ada)), [first, x, y, middle, last]);
  t.match(queueOf(ada)[1], { trackId: track, title: 'Silence 1', addedBy: harness.owner.id });
  await edit(ada, 1, { op: 'move', itemIds: [last, x], after: null }, { op: 'remove', itemIds: [middle] });
  await waitFor('the guest', () => bea.messages.at(-1)?.type === 'queueChanged' && queueOf(bea).length === 4);
  t.same(idsOf(queueOf(bea)), [last, x, first, y]);
  t.same((await stored(session)).queue, queueOf(ada));
  t.equal((await stored(session)).timeline.queueItemId, first, 'the current item is where it was moved to');
  await edit(ada, 2, { op: 'move', itemIds: [y], after: 'current' }, { op: 'move', itemIds: [last] });
  t.same(idsOf(queueOf(ada)), [x, first, y, last]);
});

t.test('clears, shuffles and replaces alike for every member', async (t) => {
  const { ada, bea, first, track } = await room(t);
  await edit(ada, 0, { op: 'add', trackIds: Array.from({ length: 30 }, () => track) });
  const before = idsOf(queueOf(ada));
  await edit(ada, 1, { op: 'shuffle' });
  const after = idsOf(queueOf(ada));
  t.equal(after[0], first, 'what comes after the current item is mixed');
  t.not(after.join(), before.join());
  t.same([...after].sort(), [...before].sort());
  await waitFor('the guest', () => bea.messages.filter(({ type }) => type === 'queueChanged').length === 2);
  t.same(idsOf(queueOf(bea)), after);
  await edit(ada, 2, { op: 'clear' });
  t.same(idsOf(queueOf(ada)), [first]);
  const { timeline } = await edit(ada, 3, { op: 'replace', trackIds: [track, track] });
  t.match(timeline, { queueItemId: queueOf(ada)[0]!.id, state: 'stopped', revision: 4 });
  t.equal(queueOf(ada).length, 2);
});

t.test('refuses an edit by name, and then changes nothing', async (t) => {
  const { session, ada, bea, first, track } = await room(t);
  const add = { op: 'add', trackIds: [track] };
  const refuse = (client: TestClient, ...operations: object[]) =>
    refusal(client, { type: 'queue', revision: 0, operations });
  const notFound = (field: string) => ({ field, message: 'There is no such item in the queue' });
  t.match(await refuse(bea, add), { code: 'FORBIDDEN' });
  t.same(await refuse(ada, add, { op: 'remove', itemIds: [first, UNKNOWN] }), {
    code: 'QUEUE_ITEM_NOT_FOUND',
    errors: [notFound('operations.1.itemIds.1')],
  });
  t.same(await refuse(ada, { ...add, after: UNKNOWN }), {
    code: 'QUEUE_ITEM_NOT_FOUND',
    errors: [notFound('operations.0.after')],
  });
  t.same(await refuse(ada, { op: 'move', itemIds: [first], after: first }), {
    code: 'VALIDATION_FAILED',
    errors: [{ field: 'operations.0.after', message: 'must not be one of the moved entries' }],
  });
  t.same(await refuse(ada, { op: 'add', trackIds: [track, UNKNOWN] }), {
    code: 'TRACK_NOT_FOUND',
    errors: [{ field: 'operations.0.trackIds.1', message: 'There is no such track' }],
  });
  const many = { op: 'add', trackIds: Array.from({ length: 51 }, () => track) };
  t.same(await refuse(ada, many, many), {
    code: 'VALIDATION_FAILED',
    errors: [{ field: 'operations', message: 'must add at most 100 tracks together' }],
  });
  t.same(
    await refuse(ada, { op: 'sort' }, { op: 'remove', itemIds: [] }, { op: 'clear', itemIds: [first] }),
    {
      code: 'VALIDATION_FAILED',
      errors: [
        { field: 'operations.0.op', message: 'must be one of add, remove, move, clear, shuffle, replace' },
        { field: 'operations.1.itemIds', message: 'must have at least 1 item' },
        { field: 'operations.2.itemIds', message: 'is not known here' },
      ],
    },
  );
  t.same((await stored(session)).queue, session.queue);
  t.equal((await stored(session)).timeline.revision, 0);
});

t.test('lets who may only add remove what they have added, and nothing else', async (t) => {
  const [one = '', two = ''] = harness.trackIds;
  const session = await harness.session({ trackIds: [one, two], playbackControl: 'everyone' });
  const path = `/api/music/sessions/${session.id}/settings`;
  const permissions = { playback: 'coHost', add: 'listener', reorder: 'dj' };
  await json(await harness.music.send('PATCH', path, harness.owner, { permissions }), 200);
  const bea = await harness.connect(session, await harness.guest(session), { at: second });
  t.teardown(() => bea.close());
  await bea.snapshot();
  await edit(bea, 0, { op: 'add', trackIds: [one, two], after: null });
  const [own = '', other = '', first = ''] = idsOf(queueOf(bea));
  await edit(bea, 1, { op: 'remove', itemIds: [own] });
  t.equal(queueOf(bea).length, 3);
  for (const operation of [
    { op: 'remove', itemIds: [other, first] },
    { op: 'move', itemIds: [other] },
    { op: 'clear' },
    { op: 'shuffle' },
    { op: 'replace', trackIds: [one] },
  ])
    t.match(await refusal(bea, { type: 'queue', revision: 2, operations: [operation] }), {
      code: 'FORBIDDEN',
    });
  for (const command of [{ type: 'next' }, { type: 'previous' }, { type: 'repeat', mode: 'all' }])
    t.match(await refusal(bea, { ...command, revision: 2 }), { code: 'FORBIDDEN' }, command.type);
});

t.test('applies an edit once that is sent twice', async (t) => {
  const { ada, track } = await room(t);
  const message = {
    type: 'queue',
    commandId: commandId(),
    revision: 0,
    operations: [{ op: 'add', trackIds: [track] }],
  };
  ada.send(message);
  ada.send(message);
  t.same(await ada.next('ack'), { type: 'ack', commandId: message.commandId, revision: 1 });
  t.equal(queueOf(ada).length, 4);
});

t.test('makes a command stale only by a change of what it depends on', async (t) => {
  const { ada, bea, first, track } = await room(t, { playbackControl: 'everyone' });
  await play(ada);
  await edit(bea, 0, { op: 'add', trackIds: [track] });
  await edit(ada, 0, { op: 'move', itemIds: [first] });
  const stale = { code: 'STALE_REVISION', revision: 3 };
  for (const op of ['clear', 'shuffle'] as const)
    t.same(await refusal(bea, { type: 'queue', revision: 2, operations: [{ op }] }), stale);
  const replace = { op: 'replace', trackIds: [track] };
  t.same(await refusal(bea, { type: 'queue', revision: 2, operations: [replace] }), stale);
  const id = commandId();
  bea.send({ type: 'pause', commandId: id, revision: 1 });
  t.match(await bea.answerTo(id), { type: 'timeline', timeline: { revision: 4, state: 'paused' } });
  t.match(await refusal(bea, { type: 'seek', revision: 1, positionMs: 0 }), { code: 'STALE_REVISION' });
  t.match(await edit(bea, 3, { op: 'shuffle' }), { timeline: { revision: 5 } });
  t.match(await refusal(bea, { type: 'seek', revision: 99, positionMs: 0 }), { code: 'STALE_REVISION' });
});

/** Sends a command, and returns the timeline that it makes. */
async function run(client: TestClient, command: object) {
  const id = commandId();
  client.send({ commandId: id, ...command });
  const answer = await client.answerTo(id);
  if (answer.type !== 'timeline' && answer.type !== 'queueChanged')
    throw new Error(`expected a timeline, got ${JSON.stringify(answer)}`);
  return answer.timeline;
}

t.test('goes to the next and the previous item, and never twice for two members', async (t) => {
  const { session, ada, bea, first, middle, last } = await room(t, { playbackControl: 'everyone' });
  t.match(await run(ada, { type: 'next', revision: 0 }), { queueItemId: middle, state: 'playing' });
  t.same(await refusal(bea, { type: 'next', revision: 0 }), { code: 'STALE_REVISION', revision: 1 });
  t.match(await run(bea, { type: 'next', revision: 1 }), { queueItemId: last, anchorPositionMs: 0 });
  t.same(await refusal(bea, { type: 'next', revision: 2 }), { code: 'END_OF_QUEUE' });
  t.match(await run(ada, { type: 'previous', revision: 2 }), { queueItemId: middle, revision: 3 });
  await run(ada, { type: 'seek', revision: 3, positionMs: 4000 });
  t.match(await run(ada, { type: 'previous', revision: 4 }), { queueItemId: middle, anchorPositionMs: 0 });
  t.match(await run(ada, { type: 'previous', revision: 5 }), { queueItemId: first });
  t.match(await run(ada, { type: 'previous', revision: 6 }), { queueItemId: first });
  await run(ada, { type: 'repeat', revision: 0, mode: 'all' });
  t.match(await run(ada, { type: 'previous', revision: 8 }), { queueItemId: last });
  t.match(await run(ada, { type: 'next', revision: 9 }), { queueItemId: first });
  t.match(await run(ada, { type: 'next', revision: 10, queueItemId: first }), { queueItemId: middle });
  const unknown = await refusal(ada, { type: 'next', revision: 11, queueItemId: UNKNOWN });
  t.same(unknown, { code: 'QUEUE_ITEM_NOT_FOUND' });
  const late = await harness.connect(session, harness.owner, { deviceId: 'phone' });
  t.match(await late.snapshot(), { repeat: 'all' });
  late.close();
});

t.test('passes over items whose tracks were deleted', async (t) => {
  const gone = await harness.upload(1, 'Gone');
  const [kept = ''] = harness.trackIds;
  const session = await harness.session({ trackIds: [kept, gone, kept, gone] });
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  await harness.music.send('DELETE', `/api/music/tracks/${gone}`, harness.owner);
  const [, , third] = session.queue;
  t.match(await run(ada, { type: 'next', revision: 0 }), { queueItemId: third!.id });
  t.same(await refusal(ada, { type: 'next', revision: 1 }), { code: 'TRACK_NOT_FOUND', detail: '"Gone"' });
  ada.close();
});

t.test('goes on to the next item when the one that plays is removed', async (t) => {
  const { ada, first, middle, last } = await room(t);
  const playing = await play(ada);
  const removed = await edit(ada, 1, { op: 'remove', itemIds: [first] });
  t.match(removed.timeline, { queueItemId: middle, state: 'playing', anchorPositionMs: 0, revision: 2 });
  t.ok(removed.timeline.anchorServerTimeUs > playing.anchorServerTimeUs);
  t.equal(removed.leadTimeMs, 150);
  t.match(await edit(ada, 2, { op: 'remove', itemIds: [middle] }), { timeline: { queueItemId: last } });
  t.match(await edit(ada, 3, { op: 'remove', itemIds: [last] }), {
    timeline: { queueItemId: null, state: 'stopped' },
  });
  t.same(await refusal(ada, { type: 'play', revision: 4 }), { code: 'NOTHING_TO_PLAY' });
});

t.test('repeats one item, and the whole queue', async (t) => {
  const short = await harness.upload(1);
  const session = await harness.session({ trackIds: [short, short] });
  const [first, last] = idsOf(session.queue);
  const lengthUs = session.queue[0]!.durationMs * 1000;
  const ada = await harness.connect(session, harness.owner);
  t.teardown(() => ada.close());
  await ada.snapshot();
  await run(ada, { type: 'repeat', revision: 0, mode: 'one' });
  const beganUs = (await play(ada, 1)).anchorServerTimeUs;
  // A server that is late passes over items that would have ended by then.
  const turnsSince = (us: number, { anchorServerTimeUs }: { anchorServerTimeUs: number }): number =>
    (anchorServerTimeUs - us) / lengthUs;
  const again = (await ada.next('timeline')).timeline;
  t.match(again, { queueItemId: first, anchorPositionMs: 0 });
  const repeats = turnsSince(beganUs, again);
  t.ok(repeats >= 1 && Number.isInteger(repeats), `${repeats} times the whole item`);
  await run(ada, { type: 'repeat', revision: 1, mode: 'all' });
  for (let advances = 0; advances < 2; advances += 1) {
    const { timeline } = await ada.next('timeline');
    const turns = turnsSince(again.anchorServerTimeUs, timeline);
    t.ok(turns > advances && Number.isInteger(turns), `${turns} items later`);
    t.equal(timeline.queueItemId, [first, last][turns % 2]);
  }
});

t.test('goes on with what is added when playback has come to the end of the queue', async (t) => {
  const short = await harness.upload(0.2);
  const session = await harness.session({ trackIds: [short] });
  const ada = await harness.connect(session, harness.owner);
  t.teardown(() => ada.close());
  await ada.snapshot();
  await ada.synchronise();
  const playing = await play(ada);
  const endUs = playing.anchorServerTimeUs + session.queue[0]!.durationMs * 1000;
  await waitFor('the end', () => ada.estimator.toReference(ada.clock.nowUs()) > endUs);
  const { timeline } = await edit(ada, 1, { op: 'add', trackIds: [harness.trackIds[0]!] });
  t.match(timeline, { queueItemId: queueOf(ada)[1]!.id, state: 'playing', anchorPositionMs: 0 });
  t.ok(timeline.anchorServerTimeUs > endUs, 'from now on, not from the end');
});

t.test('loses neither edits nor the advance when both come at the same time', async (t) => {
  const short = await harness.upload(1.5);
  const change = { playbackControl: 'everyone', trackIds: [short, harness.trackIds[0]] };
  const { session, ada, bea, middle, track } = await room(t, change);
  await ada.synchronise();
  const sessionUs = () => ada.estimator.toReference(ada.clock.nowUs());
  const playing = await play(ada);
  const endUs = playing.anchorServerTimeUs + session.queue[0]!.durationMs * 1000;
  const isAdvance = (message: ServerMessage) => message.type === 'timeline' && message.by === null;
  let edits = 0;
  // As fast as the limit of messages allows, from the start on: an advance gets no pause of its own.
  const editAll = async (client: TestClient) => {
    for (let count = 1; count < 100 && !ada.messages.some(isAdvance); count += 1) {
      await edit(client, 0, { op: 'add', trackIds: [track] });
      edits += 1;
      const dueUs = playing.anchorServerTimeUs + count * 55_000;
      await waitFor('the next edit', () => sessionUs() >= dueUs, { intervalMs: 5 });
    }
  };
  await Promise.all([editAll(ada), editAll(bea)]);
  const advance = ada.messages.find(isAdvance);
  t.match(advance, { timeline: { queueItemId: middle, anchorServerTimeUs: endUs, state: 'playing' } });
  t.equal(ada.messages.filter((message) => message.type === 'timeline').length, 2, 'advanced once');
  await waitFor('all edits', () => queueOf(ada).length === 2 + edits && queueOf(bea).length === 2 + edits);
  t.same((await stored(session)).queue, queueOf(ada));
});

t.test('answers resume with the missed edits in their order', async (t) => {
  const { ada, bea, first, track } = await room(t);
  await edit(ada, 0, { op: 'add', trackIds: [track] });
  await play(ada, 1);
  await edit(ada, 2, { op: 'move', itemIds: [first] });
  await waitFor('the guest', () => bea.messages.length >= 4 && bea.messages.at(-1)?.type === 'queueChanged');
  const told = bea.messages.filter(({ type }) => type === 'queueChanged' || type === 'timeline');
  const before = bea.messages.length;
  bea.send({ type: 'resume', epoch: 1, revision: 0 });
  await waitFor('the missed ones', () => bea.messages.length === before + told.length);
  t.same(bea.messages.slice(before), told);
});

/** Deletes the live state of a session, as a flushed Redis would. */
async function loseState(t: Test, { id }: { id: string }): Promise<void> {
  const { redisUrl, redisKeyPrefix: keyPrefix } = harness.backends;
  const redis = new Redis(redisUrl, { keyPrefix });
  t.teardown(() => redis.quit());
  const keys = new ListeningKeys(keyPrefix);
  await redis.del(keys.all(id));
}

/** Waits until MongoDB has a revision of a session. */
async function copied({ id }: { id: string }, revision: number): Promise<void> {
  const rows = harness.music.app.mongo.db.collection<{
    _id: string;
    live: { timeline: { revision: number } };
  }>('listeningSessions');
  await waitFor('the copy', async () => {
    return (await rows.findOne({ _id: id }))?.live.timeline.revision === revision;
  });
}

t.test('keeps edits and the repeat mode when Redis is lost', async (t) => {
  const { session, ada, bea, first, track } = await room(t);
  await edit(
    ada,
    0,
    { op: 'add', trackIds: [track, track], after: first },
    { op: 'remove', itemIds: [first] },
  );
  await run(ada, { type: 'repeat', revision: 1, mode: 'all' });
  const queue = queueOf(ada);
  await waitFor('the guest', () => bea.messages.filter(({ type }) => type === 'queueChanged').length === 2);
  await copied(session, 2);
  await loseState(t, session);
  for (const client of [ada, bea])
    t.match(await client.snapshot(), { queue, repeat: 'all', timeline: { epoch: 2, revision: 0 } });
  const { timeline } = await edit(ada, 0, { op: 'clear' });
  t.match(timeline, { epoch: 2, revision: 1 });
});

t.test('restores the queue from MongoDB alone', async (t) => {
  const { session, ada, bea, track } = await room(t);
  await edit(ada, 0, { op: 'replace', trackIds: [track, track, track, track] });
  const queue = queueOf(ada);
  await copied(session, 1);
  ada.close();
  bea.close();
  await waitFor('an empty room', async () => (await stored(session)).memberCount === 0);
  await loseState(t, session);
  t.same((await stored(session)).queue, queue);
});

t.test('holds 1,000 items, of which an edit sends only its own', async (t) => {
  const { ada, bea, track, first } = await room(t, { playbackControl: 'everyone' });
  const hundred = Array.from({ length: 100 }, () => track);
  for (let part = 0; part < 9; part += 1) await edit(ada, 0, { op: 'add', trackIds: hundred });
  await edit(ada, 0, { op: 'add', trackIds: hundred.slice(3) });
  const full = { code: 'QUEUE_FULL', detail: 'A queue holds 1000 items' };
  const add = { op: 'add', trackIds: [track] };
  t.same(await refusal(bea, { type: 'queue', revision: 0, operations: [add] }), full);
  const moved = await edit(bea, 0, { op: 'move', itemIds: [first] });
  t.ok(JSON.stringify(moved).length < 1_000, `${JSON.stringify(moved).length} bytes`);
  const shuffled = await edit(bea, 11, { op: 'shuffle' });
  t.ok(JSON.stringify(shuffled).length < 6_000, `${JSON.stringify(shuffled).length} bytes`);
  t.equal(queueOf(bea).length, limits.queueItems);
  const again = { op: 'add', trackIds: hundred };
  const refusals = [];
  for (let tries = 0; tries < 3; tries += 1)
    refusals.push(await refusal(ada, { type: 'queue', revision: 0, operations: [again] }));
  t.match(
    refusals.at(-1),
    { code: 'RATE_LIMITED' },
    'a socket may name a queue of items, then a few per second',
  );
});

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

import { waitFor } from '@downbeat/shared/test-kit';
import { Redis } from 'ioredis';
import t, { type Test } from 'tap';
import { limits } from '../../src/listening/model/limits.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import type { TestClient } from './kit/client.ts';
import { commandId, edit, json, play, queueOf, refusal } from './kit/harness.ts';
import { createQueueRooms, idsOf, run, UNKNOWN } from './kit/queue-room.ts';

const { harness, second, room, stored } = await createQueueRooms(t);

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

t.test('with fair turns each of those who add comes once before anyone comes twice', async (t) => {
  const { session, ada, bea, first, middle, last, track } = await room(t);
  const permissions = { add: 'listener', reorder: 'coHost' };
  const path = `/api/music/sessions/${session.id}/settings`;
  const change = { fairTurns: true, permissions };
  const settings = await json(await harness.music.send('PATCH', path, harness.owner, change), 200);
  t.match(settings, { fairTurns: true });
  const add = { op: 'add' as const, trackIds: [track] };
  await edit(bea, 0, { ...add, after: null });
  const [, ofBea = ''] = idsOf(queueOf(bea));
  t.same(
    idsOf(queueOf(bea)),
    [first, ofBea, middle, last],
    'in turn, also at another place without the permission for it',
  );
  t.not(queueOf(bea)[1]!.addedBy, harness.owner.id);
  await edit(ada, 1, { op: 'move', itemIds: [last], after: first });
  await edit(ada, 2, { ...add, after: 'current' });
  const byAda = idsOf(queueOf(ada))[1]!;
  t.same(idsOf(queueOf(ada)), [first, byAda, last, ofBea, middle], 'the order of managers counts');
  await edit(bea, 3, add);
  const second = idsOf(queueOf(bea))[4]!;
  t.same(idsOf(queueOf(bea)), [first, byAda, last, ofBea, second, middle]);
  t.not(queueOf(bea)[4]!.addedBy, harness.owner.id);
  await waitFor('the owner', () => queueOf(ada).length === 6);
  t.same(idsOf(queueOf(ada)), idsOf(queueOf(bea)), 'alike for every member');
});

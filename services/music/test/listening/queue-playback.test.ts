import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { ServerMessage } from '../../src/generated/listening.schemas.gen.ts';
import type { TestClient } from './kit/client.ts';
import { edit, play, queueOf, refusal } from './kit/harness.ts';
import { createQueueRooms, idsOf, run, UNKNOWN } from './kit/queue-room.ts';

const { harness, room, stored } = await createQueueRooms(t);

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

// Going on by itself: again after a while, told once for each end of a track, and without a word that nobody asked for.
import { DownbeatError } from '@downbeat/sdk';
import t from 'tap';
import { goingOn } from '../src/state/going-on.ts';
import { notice } from '../src/state/notice.ts';
import { playing } from './kit/playing.ts';

/** A room at the end of its first track, which refuses what is asked of it. */
function roomAtEnd(code: string, change: Parameters<typeof playing>[1] = {}) {
  const asked: string[] = [];
  const room = {
    state: playing('first', change),
    positionMs: () => 1000,
    play: async ({ queueItemId = '' }: { queueItemId?: string } = {}) => {
      asked.push(queueItemId);
      throw new DownbeatError<string>(code, 'No');
    },
  };
  return { room, asked };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

t.test('a refusal is told once for each end of a track, and tried again after a while', async (t) => {
  const { room, asked } = roomAtEnd('UNAVAILABLE');
  let nowMs = 0;
  const look = goingOn(room, () => nowMs);
  for (let times = 0; times < 5; times += 1) look();
  await settled();
  t.same(asked, ['second']);
  t.equal(notice.value, 'No');
  notice.value = null;
  nowMs = 5_000;
  look();
  look();
  await settled();
  t.same(asked, ['second', 'second']);
  t.equal(notice.value, null);
  room.state = { ...room.state, timeline: { ...room.state.timeline!, revision: 2 } };
  look();
  look();
  await settled();
  t.same(asked, ['second', 'second', 'second']);
  t.equal(notice.value, 'No');
  notice.value = null;
});

t.test('somebody else who was faster is no news', async (t) => {
  const { room, asked } = roomAtEnd('STALE_REVISION');
  goingOn(room)();
  await settled();
  t.same(asked, ['second']);
  t.equal(notice.value, null);
});

t.test('nothing is asked of a room that cannot be reached', async (t) => {
  const { room, asked } = roomAtEnd('UNAVAILABLE', { status: 'waiting' });
  goingOn(room)();
  await settled();
  t.same(asked, []);
});

t.test('while an answer is awaited nothing is asked again: it would begin the track anew', async (t) => {
  const { room } = roomAtEnd('UNAVAILABLE');
  let asked = 0;
  let nowMs = 0;
  const pending = { ...room, play: () => ((asked += 1), new Promise<never>(() => undefined)) };
  const look = goingOn(pending, () => nowMs);
  look();
  nowMs = 6_000;
  look();
  await settled();
  t.equal(asked, 1);
});

import fc from 'fast-check';
import t from 'tap';
import {
  advance,
  anchorAfter,
  endsAt,
  isNewer,
  microseconds as us,
  milliseconds as ms,
  pause,
  play,
  positionAt,
  rebase,
  seek,
  stoppedTimeline,
  timelineFrom,
} from '../src/index.ts';

const DURATION = ms(180_000);
const item = 'item-1';
const stopped = stoppedTimeline(3, item, us(1_000_000));
const playing = play(stopped, {}, us(2_000_000), DURATION);

t.test('keeps the position of a timeline that is not playing', async (t) => {
  t.equal(positionAt(stopped, us(9e15)), 0);
});

t.test('refuses a received timeline with invalid numbers', async (t) => {
  t.throws(() => timelineFrom({ ...stopped, anchorServerTimeUs: NaN }), RangeError);
  t.same(timelineFrom({ ...playing }), playing);
});

t.test('computes whole timelines for play, pause, seek and play', async (t) => {
  t.same(stopped, {
    epoch: 3,
    revision: 0,
    queueItemId: item,
    anchorServerTimeUs: 1_000_000,
    anchorPositionMs: 0,
    rate: 1,
    state: 'stopped',
  });
  t.same(playing, { ...stopped, revision: 1, anchorServerTimeUs: 2_000_000, state: 'playing' });
  const paused = pause(playing, us(5_000_000), DURATION);
  t.same(paused, {
    ...playing,
    revision: 2,
    anchorServerTimeUs: 5_000_000,
    anchorPositionMs: 3000,
    state: 'paused',
  });
  const sought = seek(paused, ms(60_000), us(6_000_000));
  t.same(sought, { ...paused, revision: 3, anchorServerTimeUs: 6_000_000, anchorPositionMs: 60_000 });
  const resumed = play(sought, {}, us(7_000_000), DURATION);
  t.same(resumed, { ...sought, revision: 4, anchorServerTimeUs: 7_000_000, state: 'playing' });
});

t.test('keeps the anchor for play while playing', async (t) => {
  const again = play(playing, {}, us(8_000_000), DURATION);
  t.same(again, { ...playing, revision: 2 }, 'only the revision grows');
  for (const at of [us(2_000_000), us(8_000_000), us(100_000_000)])
    t.equal(positionAt(again, at), positionAt(playing, at));
});

t.test('gives a late joiner the position from the same timeline', async (t) => {
  t.equal(positionAt(playing, us(62_000_000)), 60_000);
});

t.test('stays at the start before the anchor, and at the end after the track', async (t) => {
  t.equal(positionAt(playing, us(1_000_000)), 0);
  t.equal(positionAt(playing, us(999_000_000), DURATION), DURATION);
});

t.test('starts over at the end, and starts another item at its beginning', async (t) => {
  const over = play(playing, {}, us(999_000_000), DURATION);
  t.equal(over.anchorPositionMs, 0);
  const other = play(playing, { queueItemId: 'item-2' }, us(10_000_000), DURATION);
  t.same(other, { ...playing, revision: 2, queueItemId: 'item-2', anchorServerTimeUs: 10_000_000 });
  const placed = play(playing, { queueItemId: 'item-2', positionMs: ms(500) }, us(10_000_000), DURATION);
  t.equal(placed.anchorPositionMs, 500);
});

t.test('pauses at the start when the anchor is not reached', async (t) => {
  t.equal(pause(playing, us(1_500_000), DURATION).anchorPositionMs, 0);
});

t.test('orders timelines by epoch and revision', async (t) => {
  t.ok(isNewer(playing, stopped));
  t.notOk(isNewer(stopped, playing));
  t.notOk(isNewer(playing, playing), 'the same timeline is not newer');
  t.ok(isNewer({ ...stopped, epoch: 4 }, playing), 'a later epoch is newer, with any revision');
  t.notOk(isNewer({ ...playing, epoch: 2, revision: 99 }, stopped));
});

t.test('keeps the moment of playback in a new timebase', async (t) => {
  const moved = rebase(playing, 4, ms(1234), us(77));
  t.same(moved, { ...playing, epoch: 4, revision: 0, anchorServerTimeUs: 77, anchorPositionMs: 1234 });
});

t.test('moves on to the next item at the exact end of the playing one', async (t) => {
  const later = play(playing, { positionMs: ms(1500.5) }, us(3_000_000), DURATION);
  t.equal(endsAt(later, DURATION), 3_000_000 + 178_499_500);
  t.equal(endsAt({ ...later, rate: 2 }, DURATION), 3_000_000 + 89_249_750);
  t.equal(endsAt(later, ms(1000)), 3_000_000, 'a position beyond the end ends at once');
  t.equal(endsAt(pause(later, us(4_000_000), DURATION), DURATION), undefined);
  const moved = advance(later, 'item-2', us(181_499_500));
  t.same(moved, {
    ...later,
    revision: 3,
    queueItemId: 'item-2',
    anchorServerTimeUs: 181_499_500,
    anchorPositionMs: 0,
  });
});

const anyTimeline = fc.record({
  epoch: fc.nat(),
  revision: fc.nat(),
  queueItemId: fc.constant(item),
  anchorServerTimeUs: fc.integer({ min: 0, max: 4e15 }).map(us),
  anchorPositionMs: fc.double({ min: 0, max: 1e7, noNaN: true }).map(ms),
  rate: fc.double({ min: 0.25, max: 4, noNaN: true }),
  state: fc.constantFrom('stopped' as const, 'playing' as const, 'paused' as const),
});
const later = fc.integer({ min: 0, max: 1e10 });

t.test('never runs backwards, or beyond the end', async () => {
  fc.assert(
    fc.property(anyTimeline, later, later, (timeline, one, two) => {
      const [first, second] = [Math.min(one, two), Math.max(one, two)];
      const a = positionAt(timeline, us(timeline.anchorServerTimeUs + first), ms(2e7));
      const b = positionAt(timeline, us(timeline.anchorServerTimeUs + second), ms(2e7));
      return a <= b && b <= 2e7;
    }),
  );
});

t.test('pauses at the position of the playing timeline', async () => {
  fc.assert(
    fc.property(anyTimeline, later, (timeline, elapsed) => {
      const anchor = us(timeline.anchorServerTimeUs + elapsed);
      const paused = pause(timeline, anchor, ms(1e8));
      return (
        paused.anchorPositionMs === positionAt(timeline, anchor, ms(1e8)) &&
        paused.revision === timeline.revision + 1 &&
        paused.state === 'paused'
      );
    }),
  );
});

t.test('adds one revision in the same epoch, at a whole microsecond, with every transition', async () => {
  fc.assert(
    fc.property(anyTimeline, fc.double({ min: 0, max: 4e15, noNaN: true }), (timeline, now) => {
      const anchor = anchorAfter(us(now), ms(150));
      const all = [
        play(timeline, {}, anchor, ms(1e8)),
        pause(timeline, anchor, ms(1e8)),
        seek(timeline, ms(5), anchor),
      ];
      return all.every(
        ({ revision, epoch, anchorServerTimeUs }) =>
          revision === timeline.revision + 1 &&
          epoch === timeline.epoch &&
          Number.isInteger(anchorServerTimeUs),
      );
    }),
  );
});

import type { Timeline } from '@downbeat/sdk';
import t from 'tap';
import { positionMs } from '../src/position.ts';

const timeline: Timeline = {
  epoch: 1,
  revision: 1,
  queueItemId: 'item-1',
  anchorServerTimeUs: 10_000_000,
  anchorPositionMs: 5000,
  rate: 1,
  state: 'playing',
};

/** A room whose session time is this. */
const roomAt = (seconds: number, synchronised = true) => ({
  quality: { synchronised },
  sessionTimeUs: () => seconds * 1_000_000,
});

t.test('the position that is shown moves from the anchor on, and stays within the track', async (t) => {
  t.equal(positionMs(roomAt(9), timeline, 60_000), 5000, 'not before the start');
  t.equal(positionMs(roomAt(12), timeline, 60_000), 7000);
  t.equal(positionMs(roomAt(12), { ...timeline, rate: 1.5 }, 60_000), 8000);
  t.equal(positionMs(roomAt(1000), timeline, 60_000), 60_000, 'not beyond the end');
});

t.test('it stands still while paused, and while the clock is unknown', async (t) => {
  t.equal(positionMs(roomAt(12), { ...timeline, state: 'paused' }, 60_000), 5000);
  t.equal(positionMs(roomAt(12, false), timeline, 60_000), 5000);
});

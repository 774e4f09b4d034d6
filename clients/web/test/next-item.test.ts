// What follows a track that is over, and who sees to it.
import t from 'tap';
import type { RoomState } from '@downbeat/sdk';
import { nextItemId } from '../src/next-item.ts';

const item = (id: string) => ({
  id,
  trackId: id,
  title: id,
  artistName: 'Ada',
  durationMs: 1000,
  addedBy: 'ada',
});

function playing(
  queueItemId: string,
  change: { state?: 'playing' | 'paused'; self?: string } = {},
): RoomState {
  const { state = 'playing', self = 'ada:laptop' } = change;
  const member = (memberId: string, role: 'owner' | 'listener') => ({
    memberId,
    userId: memberId.split(':')[0]!,
    deviceId: 'laptop',
    displayName: memberId,
    role,
  });
  return {
    status: 'open',
    reason: null,
    memberId: self,
    timeline: {
      epoch: 1,
      revision: 1,
      queueItemId,
      anchorServerTimeUs: 0,
      anchorPositionMs: 0,
      rate: 1,
      state,
    },
    queue: [item('first'), item('second')],
    members: [member('ada:laptop', 'owner'), member('bea:laptop', 'listener')],
    playbackControl: 'everyone',
  };
}

t.test('at the end of a track the owner goes on with the next, and not before', async (t) => {
  t.equal(nextItemId(playing('first'), 999), null);
  t.equal(nextItemId(playing('first'), 1000), 'second');
});

t.test('nothing follows the last, nor what is paused at its end', async (t) => {
  t.equal(nextItemId(playing('second'), 1000), null);
  t.equal(nextItemId(playing('first', { state: 'paused' }), 1000), null);
});

t.test('the others leave it to the owner', async (t) => {
  t.equal(nextItemId(playing('first', { self: 'bea:laptop' }), 1000), null);
});

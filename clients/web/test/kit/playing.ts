import type { RoomState } from '@downbeat/sdk';

const item = (id: string) => ({
  id,
  trackId: id,
  title: id,
  artistName: 'Ada',
  durationMs: 1000,
  addedBy: 'ada',
});

/** A room of two tracks of a second each, in which the first or the second plays. */
export function playing(
  queueItemId: string,
  change: { state?: 'playing' | 'paused'; status?: RoomState['status']; self?: string } = {},
): RoomState {
  const { state = 'playing', status = 'open', self = 'ada:web-1' } = change;
  const member = (memberId: string, role: 'owner' | 'listener') => ({
    memberId,
    userId: memberId.split(':')[0]!,
    deviceId: memberId.split(':')[1]!,
    displayName: memberId,
    role,
  });
  return {
    status,
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
    members: [member('ada:web-1', 'owner'), member('bea:web-2', 'listener')],
    playbackControl: 'everyone',
  };
}

import type { RoomState } from '@downbeat/sdk';

/** Whether this member may play, pause and seek for everyone; the service has the last word. */
export function mayControl({
  playbackControl,
  members,
  memberId,
}: Pick<RoomState, 'playbackControl' | 'members' | 'memberId'>): boolean {
  if (playbackControl === 'everyone') return true;
  return members.some((member) => member.memberId === memberId && member.role === 'owner');
}

import type { RoomState } from '@downbeat/sdk';

type Seats = Pick<RoomState, 'members' | 'memberId'>;

/** Whether the session is this member's own. */
export function isOwner({ members, memberId }: Seats): boolean {
  return members.some((member) => member.memberId === memberId && member.role === 'owner');
}

/** Whether this member may play, pause and seek for everyone; the service has the last word. */
export function mayControl(state: Seats & Pick<RoomState, 'playbackControl'>): boolean {
  return state.playbackControl === 'everyone' || isOwner(state);
}

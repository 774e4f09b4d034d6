import type { RoomState } from '@downbeat/sdk';

type Members = Pick<RoomState, 'members' | 'memberId'>;

export function isOwner({ members, memberId }: Members): boolean {
  return members.some((member) => member.memberId === memberId && member.role === 'owner');
}

/** Whether this member may control playback as the owner or as everyone does; `room.can` knows the roles between. */
export function mayControl(state: Members & Pick<RoomState, 'playbackControl'>): boolean {
  return state.playbackControl === 'everyone' || isOwner(state);
}

/** Whether no other device listens here. */
export function isAlone({ memberCount }: Pick<RoomState, 'memberCount'>): boolean {
  return memberCount <= 1;
}

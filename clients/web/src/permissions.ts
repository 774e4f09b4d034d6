import type { RoomState } from '@downbeat/sdk';

type Members = Pick<RoomState, 'members' | 'memberId'>;

export function isOwner({ members, memberId }: Members): boolean {
  return members.some((member) => member.memberId === memberId && member.role === 'owner');
}

/** Whether no other user listens here, on whichever devices. */
export function isAlone({ members, memberCount }: Pick<RoomState, 'members' | 'memberCount'>): boolean {
  return memberCount <= members.length && new Set(members.map(({ userId }) => userId)).size <= 1;
}

type Permissions = NonNullable<RoomState['settings']>['permissions'];

/** Who may do something, by the lowest role that may. */
export const holders: Readonly<Record<Permissions['chat'], string>> = {
  owner: 'the owner',
  coHost: 'the owner and co-hosts',
  dj: 'the owner, co-hosts and DJs',
  listener: 'all with an account',
  guest: 'all',
};

/** What a member may not do in a room, in sentences; empty for one who may do all. */
export function limitsText(
  may: Readonly<Record<'playback' | 'add' | 'reorder', boolean>>,
  permissions: Permissions,
): string {
  const playback = may.playback ? '' : 'You may not control playback here.';
  return [playback, queueText(may, permissions)].filter(Boolean).join(' ');
}

function queueText({ add, reorder }: { add: boolean; reorder: boolean }, permissions: Permissions): string {
  const order = `The order is up to ${holders[permissions.reorder]}.`;
  if (add) return reorder ? '' : `You may add tracks, and take out your own. ${order}`;
  const tracks = `The tracks are up to ${holders[permissions.add]}.`;
  return reorder || permissions.add === permissions.reorder ? tracks : `${tracks} ${order}`;
}

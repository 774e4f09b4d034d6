import type { MemberRole, Permissions } from '../../generated/listening.schemas.gen.ts';
import { MessageError } from './errors.ts';
import { isAtLeast, roleOf, type RoomAccess } from './room-access.ts';

/** What a role may or may not do in a session. */
export type Permission = keyof Permissions;

const actions: Readonly<Record<Permission, string>> = {
  playback: 'control playback',
  add: 'add to the queue',
  reorder: 'move and remove what others have added',
  invite: 'see the invite code',
  chat: 'write and react',
  vote: 'vote to skip and for suggestions',
};

const holders: Readonly<Record<MemberRole, string>> = {
  owner: 'only the owner',
  coHost: 'only the owner and co-hosts',
  dj: 'only the owner, co-hosts and DJs',
  listener: 'all members with an account',
  guest: 'all members',
};

/** Whether a user may do something. The acting host may do what the owner may. */
export function hasPermission(access: RoomAccess, userId: string, permission: Permission): boolean {
  const role = access.actingHostId === userId ? 'owner' : roleOf(access, userId);
  return isAtLeast(role, access.permissions[permission]);
}

/** In words, which roles may do something. */
export function permissionDetail({ permissions }: RoomAccess, permission: Permission): string {
  return `In this session ${holders[permissions[permission]]} may ${actions[permission]}`;
}

/**
 * Call it before a command takes effect, with the state that the command is computed from.
 * @throws MessageError FORBIDDEN, whose detail names the roles that may
 */
export function requirePermission(
  { access }: { readonly access: RoomAccess },
  userId: string,
  permission: Permission,
): void {
  if (hasPermission(access, userId, permission)) return;
  throw new MessageError('FORBIDDEN', { detail: permissionDetail(access, permission) });
}

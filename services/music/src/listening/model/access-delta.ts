import { isDeepStrictEqual } from 'node:util';
import type { MemberRole, ServerMessage } from '../../generated/listening.schemas.gen.ts';
import { limits } from './limits.ts';
import { playbackControlOf, roleOf, settingsOf, type RoomAccess } from './room-access.ts';

/** What the instances of a session do about a change of its access. */
export interface AccessDelta {
  readonly messages: readonly ServerMessage[];
  /** For members who manage the members. */
  readonly forManagers: readonly ServerMessage[];
  /** Users whose sockets are closed. */
  readonly removed: readonly { readonly userId: string; readonly reason: 'removed' | 'banned' }[];
  /** Whether the sockets of guests are closed. What an earlier version has written does not say it. */
  readonly endsGuests?: boolean;
}

/** A user's role after a change. */
export interface ChangedRole {
  readonly userId: string;
  readonly role: MemberRole;
}

export function changedRoles(before: RoomAccess, after: RoomAccess): ChangedRole[] {
  const owners = [before.ownerId, after.ownerId];
  const userIds = new Set([...Object.keys(before.roles), ...Object.keys(after.roles), ...owners]);
  return [...userIds]
    .map((userId) => ({ userId, role: roleOf(after, userId) }))
    .filter(({ userId, role }) => role !== roleOf(before, userId));
}

function removedUsers(before: RoomAccess, after: RoomAccess): AccessDelta['removed'] {
  return after.removals
    .filter(({ version, reason }) => version > before.version && reason !== 'refused')
    .map(({ userId, reason }) => ({ userId, reason: reason === 'banned' ? 'banned' : 'removed' }));
}

function settingsMessages(before: RoomAccess, after: RoomAccess): ServerMessage[] {
  const settings = settingsOf(after);
  // Not as text: the live state, written by Redis's Lua, has its permissions in any order.
  if (isDeepStrictEqual(settings, settingsOf(before))) return [];
  return [{ type: 'settingsChanged', settings, playbackControl: playbackControlOf(after) }];
}

function requestMessages(before: RoomAccess, after: RoomAccess): ServerMessage[] {
  const idsOf = ({ requests }: RoomAccess) =>
    new Set(requests.map(({ userId, requestedAt }) => `${userId} ${requestedAt}`));
  const [earlier, later] = [idsOf(before), idsOf(after)];
  const isIn = (ids: ReadonlySet<string>, { userId, requestedAt }: RoomAccess['requests'][number]) =>
    ids.has(`${userId} ${requestedAt}`);
  const ended = before.requests.filter((request) => !isIn(later, request));
  const added = after.requests.filter((request) => !isIn(earlier, request));
  return [
    ...ended.map(({ userId }) => ({ type: 'joinRequestEnded' as const, userId })),
    ...added.map((request) => ({ type: 'joinRequested' as const, request })),
  ];
}

/** From the access that the live state has to the one that replaces it; one or more versions later. */
export function accessDelta(before: RoomAccess, after: RoomAccess): AccessDelta {
  const removed = removedUsers(before, after);
  const isRemoved = (id: string) => removed.some(({ userId }) => userId === id);
  const roles = changedRoles(before, after).filter(({ userId }) => !isRemoved(userId));
  const { ownerId } = after;
  return {
    messages: [
      ...(ownerId === before.ownerId ? [] : [{ type: 'hostChanged' as const, ownerId, actingHostId: null }]),
      ...roles.map((changed) => ({ type: 'roleChanged' as const, ...changed })),
      ...settingsMessages(before, after),
    ],
    forManagers: requestMessages(before, after),
    removed,
    endsGuests: before.allowsGuests && !after.allowsGuests,
  };
}

/**
 * What the live state keeps of the access: fewer removals, since it is read with every command; but all of the newest
 * change, and no networks.
 */
export function liveAccess(access: RoomAccess): RoomAccess {
  const removals = access.removals
    .filter(({ reason }) => reason !== 'refused')
    .map(({ network: _network, ...removal }) => removal);
  const newest = removals.at(-1)?.version;
  const first = removals.length - limits.liveRemovals;
  return {
    ...access,
    removals: removals.filter(({ version }, index) => index >= first || version === newest),
  };
}

import { commonErrors } from '@downbeat/shared/errors';
import { isGuestId } from '@downbeat/shared/ids';
import type { RequestToJoin, SettingsChange } from '../../generated/listening.schemas.gen.ts';
import { errors } from './errors.ts';
import { limits } from './limits.ts';
import {
  managingRole,
  roleOf,
  withSettings,
  type AssignedRole,
  type Removal,
  type RemovalReason,
  type RoomAccess,
} from './room-access.ts';

// Each function returns the access after a change by a member, with the next version, or throws a ProblemError.

/** @throws ProblemError FORBIDDEN unless the user manages the members */
export function requireManager(access: RoomAccess, userId: string): void {
  if (managingRole(access, userId) === null)
    throw commonErrors.FORBIDDEN({ detail: 'Only the owner and co-hosts may do this' });
}

/** The acting host counts as a co-host here. */
function requireManagerOf(access: RoomAccess, actorId: string, userId: string): void {
  requireManager(access, actorId);
  const role = roleOf(access, userId);
  if (role === 'owner') throw commonErrors.FORBIDDEN({ detail: 'Nobody may do this to the owner' });
  if (role === 'coHost' && managingRole(access, actorId) !== 'owner')
    throw commonErrors.FORBIDDEN({ detail: 'Only the owner may do this to a co-host' });
}

const next = (access: RoomAccess, change: Partial<RoomAccess>): RoomAccess => ({
  ...access,
  ...change,
  version: access.version + 1,
});

function withoutRole({ roles }: RoomAccess, userId: string): Record<string, AssignedRole> {
  return Object.fromEntries(Object.entries(roles).filter(([id]) => id !== userId));
}

export function afterSettings(access: RoomAccess, actorId: string, change: SettingsChange): RoomAccess {
  requireManager(access, actorId);
  const after = withSettings(access, change);
  const names = Object.keys(after.permissions) as (keyof typeof after.permissions)[];
  const concernsOwner = names.some((name) => {
    const roles = [access.permissions[name], after.permissions[name]];
    return roles[0] !== roles[1] && roles.includes('owner');
  });
  if (concernsOwner && roleOf(access, actorId) !== 'owner')
    throw commonErrors.FORBIDDEN({ detail: 'Only the owner may change what only the owner may do' });
  return next(access, after);
}

/** The roles that members give to one another. */
export type GivenRole = AssignedRole | 'listener';

function requireAccount(userId: string): void {
  if (isGuestId(userId)) throw commonErrors.FORBIDDEN({ detail: 'A guest stays a guest' });
}

/** @throws ProblemError FORBIDDEN, also for a guest; SESSION_LIST_FULL */
export function afterRole(access: RoomAccess, actorId: string, userId: string, role: GivenRole): RoomAccess {
  const stepsDown = actorId === userId && roleOf(access, userId) === 'coHost' && role !== 'coHost';
  if (!stepsDown) requireManagerOf(access, actorId, userId);
  requireAccount(userId);
  if (role === 'coHost' && managingRole(access, actorId) !== 'owner')
    throw commonErrors.FORBIDDEN({ detail: 'Only the owner may make co-hosts' });
  const others = withoutRole(access, userId);
  if (role === 'listener') return next(access, { roles: others });
  if (Object.keys(others).length >= limits.assignedRoles)
    throw errors.SESSION_LIST_FULL({ detail: `At most ${limits.assignedRoles} members are co-hosts or DJs` });
  return next(access, { roles: { ...others, [userId]: role } });
}

/** The newest change is kept whole: it may remove all guests at once. */
function latestRemovals(removals: readonly Removal[], version: number): Removal[] {
  const guests = removals.filter(({ userId }) => isGuestId(userId)).slice(-limits.guestRemovals);
  const kept = removals.filter(
    (removal) => !isGuestId(removal.userId) || removal.version === version || guests.includes(removal),
  );
  return kept.slice(-limits.removals);
}

interface RemovalRequest {
  readonly userId: string;
  readonly reason: RemovalReason;
  readonly inviteCode: string;
  /** Of a guest, where it is known. */
  readonly network?: string | undefined;
  /** Further guests, who are removed with this one. */
  readonly guestIds?: readonly string[];
}

/** @throws ProblemError FORBIDDEN; OWNER_CANNOT_LEAVE where the owner wants to leave */
export function afterRemoval(access: RoomAccess, actorId: string, request: RemovalRequest): RoomAccess {
  const { userId, reason, inviteCode, network, guestIds = [] } = request;
  if (reason !== 'left') requireManagerOf(access, actorId, userId);
  else if (roleOf(access, userId) === 'owner') throw errors.OWNER_CANNOT_LEAVE();
  const version = access.version + 1;
  const userIds = new Set([...guestIds, userId]);
  const removed = [...userIds].map((id): Removal => {
    const removal = { userId: id, reason, inviteCode, version };
    return network === undefined ? removal : { ...removal, network };
  });
  const others = access.removals.filter((other) => !userIds.has(other.userId));
  return next(access, {
    roles: withoutRole(access, userId),
    requests: access.requests.filter((other) => other.userId !== userId),
    removals: latestRemovals([...others, ...removed], version),
  });
}

/** The former owner becomes a co-host. */
export function afterTransfer(access: RoomAccess, actorId: string, userId: string): RoomAccess {
  if (roleOf(access, actorId) !== 'owner')
    throw commonErrors.FORBIDDEN({ detail: 'Only the owner may give the session to another member' });
  requireAccount(userId);
  const roles = withoutRole(access, userId);
  return next(access, {
    ownerId: userId,
    roles: actorId === userId ? roles : { ...roles, [actorId]: 'coHost' },
  });
}

export function isWaiting({ requestedAt }: RequestToJoin, nowMs: number): boolean {
  return nowMs - Date.parse(requestedAt) < limits.joinRequestMs;
}

/** @throws ProblemError SESSION_LIST_FULL */
export function afterRequest(access: RoomAccess, request: RequestToJoin, nowMs: number): RoomAccess {
  const others = access.requests.filter(
    (other) => other.userId !== request.userId && isWaiting(other, nowMs),
  );
  if (others.length >= limits.joinRequests)
    throw errors.SESSION_LIST_FULL({ detail: `At most ${limits.joinRequests} users wait to join` });
  return next(access, { requests: [...others, request] });
}

/** The user is a member again, or for the first time: nothing of what was before counts any more. */
export function afterJoin(access: RoomAccess, userId: string): RoomAccess {
  return next(access, {
    requests: access.requests.filter((other) => other.userId !== userId),
    removals: access.removals.filter((other) => other.userId !== userId),
  });
}

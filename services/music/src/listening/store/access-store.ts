import { changedRoles, liveAccess, type AccessDelta } from '../model/access-delta.ts';
import { limits } from '../model/limits.ts';
import type { RoomAccess } from '../model/room-access.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

/** Who may do what in a session, as its live state has it. */
export function createAccessStore(redis: ListeningRedis, keys: ListeningKeys) {
  return {
    /**
     * Replaces the access of the live state, and tells the instances, unless it is not `before` any more.
     * @returns `missing` for a session without live state
     */
    async replace(
      sessionId: string,
      before: RoomAccess,
      after: RoomAccess,
      delta: AccessDelta,
    ): Promise<'applied' | 'stale' | 'missing'> {
      const roles = changedRoles(before, after);
      const reply = await redis.listeningSetAccess(
        ...keys.leaveKeys(sessionId),
        before.version,
        after.version,
        JSON.stringify(liveAccess(after)),
        JSON.stringify(delta),
        limits.membersShown,
        limits.deltaBytes,
        keys.wake(sessionId),
        limits.stateSeconds,
        before.ownerId === after.ownerId ? '0' : '1',
        delta.endsGuests === true ? '1' : '0',
        roles.length,
        ...roles.flatMap(({ userId, role }) => [userId, role]),
        ...delta.removed.map(({ userId }) => userId),
      );
      return reply as 'applied' | 'stale' | 'missing';
    },
  };
}

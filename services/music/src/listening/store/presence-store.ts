import type { Member, SyncReport } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

export type EnterResult = 'entered' | 'replaced' | 'present' | 'full' | 'missing';

export type PresenceStore = ReturnType<typeof createPresenceStore>;

/** The members that are connected to a session, their seats, their sync reports, and the sockets of each user. */
export function createPresenceStore(redis: ListeningRedis, keys: ListeningKeys) {
  const { deltasKept, membersPerSession, seatMs, socketsPerUser, stateSeconds } = limits;
  return {
    async enter(sessionId: string, member: Member, connectionId: string): Promise<EnterResult> {
      const seat = [member.memberId, connectionId, JSON.stringify(member), membersPerSession];
      const args = [...seat, deltasKept, keys.wake(sessionId), stateSeconds];
      return (await redis.listeningEnter(...keys.seatKeys(sessionId), ...args)) as EnterResult;
    },

    async leave(sessionId: string, memberId: string, connectionId: string): Promise<void> {
      const sessionKeys = [...keys.seatKeys(sessionId), keys.reports(sessionId)];
      const args = [memberId, connectionId, deltasKept, keys.wake(sessionId)];
      await redis.listeningLeave(...sessionKeys, ...args);
    },

    /**
     * Refreshes the seats of this instance's members, and frees the seats that no instance has refreshed lately.
     * @returns those of the members whose seat was freed, because it was refreshed too late
     */
    async refresh(sessionId: string, memberIds: readonly string[]): Promise<string[]> {
      const args = [seatMs, stateSeconds, deltasKept, keys.wake(sessionId), ...memberIds];
      return (await redis.listeningRefreshPresence(...keys.all(sessionId), ...args)) as string[];
    },

    /** Saves a member's round trip and output delay, unless the member has no seat. */
    async saveReport(sessionId: string, memberId: string, report: SyncReport): Promise<void> {
      const text = `${report.roundTripP95Ms},${report.outputDelayMs}`;
      const sessionKeys = [keys.seats(sessionId), keys.reports(sessionId)];
      await redis.listeningSaveReport(...sessionKeys, memberId, text, stateSeconds);
    },

    /**
     * Counts a socket of a user, over all instances and sessions; false at the limit.
     * @param replaced a connection that is about to end, whose place it may take at the limit
     */
    async claimSocket(userId: string, connectionId: string, replaced = ''): Promise<boolean> {
      const args = [connectionId, socketsPerUser, seatMs, replaced];
      return (await redis.listeningClaimSocket(keys.sockets(userId), ...args)) === 1;
    },

    async releaseSocket(userId: string, connectionId: string): Promise<void> {
      await redis.zrem(keys.sockets(userId), connectionId);
    },

    /** The connection that holds a member's seat, if there is one. */
    connectionOf: (sessionId: string, memberId: string): Promise<string | null> =>
      redis.hget(keys.seats(sessionId), memberId),
  };
}

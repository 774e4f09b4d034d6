import type { Member, SyncReport } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';
import type { ConnectionIdentity } from '../model/members.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

export type EnterResult = 'entered' | 'replaced' | 'present' | 'stale' | 'full' | 'missing';

/** Which seat a socket is for, and the number of its ticket. */
export type Seat = Pick<ConnectionIdentity, 'sessionId' | 'memberId' | 'ticket'>;

export type PresenceStore = ReturnType<typeof createPresenceStore>;

/** The members that are connected to a session, their seats, their sync reports, and the devices of each user. */
export function createPresenceStore(redis: ListeningRedis, keys: ListeningKeys) {
  const { deltaBytes, membersPerSession, seatMs, socketMs, socketsPerUser, stateSeconds } = limits;
  const deviceOf = ({ sessionId, deviceId }: ConnectionIdentity) => `${sessionId} ${deviceId}`;
  return {
    /** @returns `stale` when a newer ticket of the same device has the seat */
    async enter({ sessionId, memberId, ticket }: Seat, member: Member): Promise<EnterResult> {
      const seat = [memberId, ticket, JSON.stringify(member), membersPerSession];
      const args = [...seat, deltaBytes, keys.wake(sessionId), stateSeconds];
      return (await redis.listeningEnter(...keys.seatKeys(sessionId), ...args)) as EnterResult;
    },

    /** Frees a seat; false when another ticket has it. */
    async leave({ sessionId, memberId, ticket }: Seat): Promise<boolean> {
      const sessionKeys = [...keys.seatKeys(sessionId), keys.reports(sessionId)];
      const args = [memberId, ticket, deltaBytes, keys.wake(sessionId)];
      return (await redis.listeningLeave(...sessionKeys, ...args)) === 1;
    },

    /**
     * Refreshes the seats of this instance's members, and frees the seats that no instance has refreshed lately.
     * @returns the number of the ticket that has the seat of each member; undefined for a seat that was freed, because it
     *   was refreshed too late. Empty for a session without state.
     */
    async refresh(sessionId: string, memberIds: readonly string[]): Promise<(number | undefined)[]> {
      const args = [seatMs, stateSeconds, deltaBytes, keys.wake(sessionId), ...memberIds];
      const holders = (await redis.listeningRefreshPresence(...keys.all(sessionId), ...args)) as string[];
      return holders.map((ticket) => (ticket === '' ? undefined : Number(ticket)));
    },

    /** Saves a member's round trip and output delay, unless the member has no seat. */
    async saveReport(sessionId: string, memberId: string, report: SyncReport): Promise<void> {
      const text = `${report.roundTripP95Ms},${report.outputDelayMs}`;
      const sessionKeys = [keys.seats(sessionId), keys.reports(sessionId)];
      await redis.listeningSaveReport(...sessionKeys, memberId, text, stateSeconds);
    },

    /** Counts the device of a socket for its user, over all instances and sessions; false at the limit. */
    async claimSocket(identity: ConnectionIdentity): Promise<boolean> {
      const args = [deviceOf(identity), socketsPerUser, socketMs];
      return (await redis.listeningClaimSocket(keys.sockets(identity.principal.userId), ...args)) === 1;
    },

    async releaseSocket(identity: ConnectionIdentity): Promise<void> {
      await redis.zrem(keys.sockets(identity.principal.userId), deviceOf(identity));
    },
  };
}

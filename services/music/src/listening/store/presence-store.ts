import { createBatches } from '@downbeat/shared/batches';
import type { Member, Presence } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';
import { userOf, type ConnectionIdentity } from '../model/members.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

/** `removed`, `banned` and `guestEnded`: the user is not a member any more. */
export type EnterResult =
  'entered' | 'replaced' | 'present' | 'stale' | 'full' | 'missing' | 'removed' | 'banned' | 'guestEnded';

/** Which seat a socket is for, and the number of its ticket. */
export type Seat = Pick<ConnectionIdentity, 'sessionId' | 'memberId' | 'ticket'>;

/** What a member has said of its presence, and the number of the ticket of its socket. */
export interface SaidPresence extends Pick<Seat, 'memberId' | 'ticket'> {
  readonly presence: Presence;
}

export type PresenceStore = ReturnType<typeof createPresenceStore>;

const deviceOf = ({ sessionId, deviceId }: ConnectionIdentity): string => `${sessionId} ${deviceId}`;

/** What many members do at once is done by one call of Redis. */
function createBatchedCalls(redis: ListeningRedis, keys: ListeningKeys) {
  const { deltaBytes, membersShown, stateSeconds, membersAtOnce: maxSize } = limits;
  const enter = createBatches<readonly [string, number, string], EnterResult>({
    what: 'a seat',
    maxSize,
    work: async (seats, sessionId) => {
      const args = [limits.membersPerSession, membersShown, deltaBytes, keys.wake(sessionId), stateSeconds];
      return (await redis.listeningEnter(
        ...keys.seatKeys(sessionId),
        ...args,
        ...seats.flat(),
      )) as EnterResult[];
    },
  });
  const leave = createBatches<readonly [string, number], number>({
    what: 'leaving a seat',
    maxSize,
    work: async (seats, sessionId) => {
      const args = [membersShown, deltaBytes, keys.wake(sessionId), ...seats.flat()];
      return (await redis.listeningLeave(...keys.leaveKeys(sessionId), ...args)) as number[];
    },
  });
  const claimSocket = createBatches<ConnectionIdentity, number>({
    what: 'a place for a socket',
    maxSize,
    work: async (identities) => {
      const userKeys = identities.map(({ principal }) => keys.sockets(principal.userId));
      const args = [limits.socketsPerUser, limits.socketMs, ...identities.map(deviceOf)];
      return (await redis.listeningClaimSockets(userKeys.length, ...userKeys, ...args)) as number[];
    },
  });
  return { enter, leave, claimSocket };
}

/** The members that are connected to a session, their seats, and the devices of each user. */
export function createPresenceStore(redis: ListeningRedis, keys: ListeningKeys) {
  const { deltaBytes, membersShown, ownerAwayMs, seatMs, stateSeconds } = limits;
  const batched = createBatchedCalls(redis, keys);
  return {
    /** @returns `stale` when a newer ticket of the same device has the seat */
    enter({ sessionId, memberId, ticket }: Seat, member: Member): Promise<EnterResult> {
      return batched.enter([memberId, ticket, JSON.stringify(member)], sessionId);
    },

    /** Frees a seat; false when another ticket has it. */
    async leave({ sessionId, memberId, ticket }: Seat): Promise<boolean> {
      return (await batched.leave([memberId, ticket], sessionId)) === 1;
    },

    /** Takes what members say of their presence, unless another ticket has their seat, and tells it to all. */
    async setPresence(sessionId: string, said: readonly SaidPresence[]): Promise<void> {
      const args = [membersShown, deltaBytes, keys.wake(sessionId), stateSeconds];
      for (let from = 0; from < said.length; from += limits.membersAtOnce) {
        const some = said.slice(from, from + limits.membersAtOnce);
        const fields = some.flatMap(({ memberId, ticket, presence }) => [memberId, ticket, presence]);
        await redis.listeningSetPresence(...keys.seatKeys(sessionId), ...args, ...fields);
      }
    },

    /** Whether a member has a seat, and so has entered the session before. */
    async hasSeat(sessionId: string, memberId: string): Promise<boolean> {
      return (await redis.hexists(keys.seats(sessionId), memberId)) === 1;
    },

    /** The users who have a seat, on any device. */
    async seatedUsers(sessionId: string): Promise<ReadonlySet<string>> {
      const memberIds = await redis.hkeys(keys.seats(sessionId));
      return new Set(memberIds.map(userOf));
    },

    /**
     * Refreshes the seats of this instance's members, and frees the seats that no instance has refreshed lately. Chooses
     * the acting host while the owner is away.
     * @returns the number of the ticket that has the seat of each member; undefined for a seat that was freed, because it
     *   was refreshed too late. Empty for a session without state.
     */
    async refresh(sessionId: string, memberIds: readonly string[]): Promise<(number | undefined)[]> {
      const shared = [seatMs, stateSeconds, membersShown, deltaBytes, keys.wake(sessionId), ownerAwayMs];
      const args = [...shared, ...memberIds];
      const holders = (await redis.listeningRefreshPresence(...keys.all(sessionId), ...args)) as string[];
      return holders.map((ticket) => (ticket === '' ? undefined : Number(ticket)));
    },

    /** Counts the device of a socket for its user, over all instances and sessions; false at the limit. */
    async claimSocket(identity: ConnectionIdentity): Promise<boolean> {
      return (await batched.claimSocket(identity)) === 1;
    },

    async releaseSocket(identity: ConnectionIdentity): Promise<void> {
      await redis.zrem(keys.sockets(identity.principal.userId), deviceOf(identity));
    },
  };
}

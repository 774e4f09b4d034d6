import type { Redis } from 'ioredis';
import { limits } from '../limits.ts';
import type { Member, SyncReport } from '../messages/types.ts';
import type { ListeningKeys } from './keys.ts';
import { runScript } from './scripts.ts';

export type Entrance = 'entered' | 'replaced' | 'present' | 'full' | 'missing';

/** Who sits in a session, and how well each keeps time. */
export class SeatStore {
  readonly #redis: Redis;
  readonly #keys: ListeningKeys;

  constructor(redis: Redis, keys: ListeningKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  async enter(sessionId: string, member: Member, connectionId: string): Promise<Entrance> {
    const reply = await runScript(this.#redis, 'enter', this.#keys.seatKeys(sessionId), [
      member.memberId,
      connectionId,
      JSON.stringify(member),
      limits.membersPerSession,
      limits.deltasKept,
      this.#keys.wake(sessionId),
      limits.stateSeconds,
    ]);
    return reply as Entrance;
  }

  async leave(sessionId: string, memberId: string, connectionId: string): Promise<void> {
    const keys = [...this.#keys.seatKeys(sessionId), this.#keys.reports(sessionId)];
    const args = [memberId, connectionId, limits.deltasKept, this.#keys.wake(sessionId)];
    await runScript(this.#redis, 'leave', keys, args);
  }

  /**
   * Speaks for members of this instance, and frees the seats for which nobody does.
   * @returns those of the members who have lost their seat: nobody could speak for them in time
   */
  async beat(sessionId: string, memberIds: readonly string[]): Promise<string[]> {
    const args = [
      limits.seatMs,
      limits.stateSeconds,
      limits.deltasKept,
      this.#keys.wake(sessionId),
      ...memberIds,
    ];
    return (await runScript(this.#redis, 'beat', this.#keys.all(sessionId), args)) as string[];
  }

  /** How well a member keeps time; of one without a seat nothing is kept. */
  async report(sessionId: string, memberId: string, report: SyncReport): Promise<void> {
    const text = `${report.roundTripP95Ms},${report.outputDelayMs}`;
    const keys = [this.#keys.seats(sessionId), this.#keys.reports(sessionId)];
    await runScript(this.#redis, 'report', keys, [memberId, text, limits.stateSeconds]);
  }

  /**
   * One more socket for a user, over all instances and sessions; false above the limit.
   * @param former one whose place it takes where there is no other
   */
  async claimSocket(userId: string, connectionId: string, former = ''): Promise<boolean> {
    const args = [connectionId, limits.socketsPerUser, limits.seatMs, former];
    return (await runScript(this.#redis, 'claim-socket', [this.#keys.sockets(userId)], args)) === 1;
  }

  /** The connection on which a device sits, if it does. */
  async holderOf(sessionId: string, memberId: string): Promise<string | null> {
    return this.#redis.hget(this.#keys.seats(sessionId), memberId);
  }

  async releaseSocket(userId: string, connectionId: string): Promise<void> {
    await this.#redis.zrem(this.#keys.sockets(userId), connectionId);
  }
}

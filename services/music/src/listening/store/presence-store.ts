import type { Member, SyncReport } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

export type EnterResult = 'entered' | 'replaced' | 'present' | 'full' | 'missing';

/** The members that are connected to a session, their seats, their sync reports, and the sockets of each user. */
export class PresenceStore {
  readonly #redis: ListeningRedis;
  readonly #keys: ListeningKeys;

  constructor(redis: ListeningRedis, keys: ListeningKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  async enter(sessionId: string, member: Member, connectionId: string): Promise<EnterResult> {
    const reply = await this.#redis.listeningEnter(
      ...this.#keys.seatKeys(sessionId),
      member.memberId,
      connectionId,
      JSON.stringify(member),
      limits.membersPerSession,
      limits.deltasKept,
      this.#keys.wake(sessionId),
      limits.stateSeconds,
    );
    return reply as EnterResult;
  }

  async leave(sessionId: string, memberId: string, connectionId: string): Promise<void> {
    await this.#redis.listeningLeave(
      ...this.#keys.seatKeys(sessionId),
      this.#keys.reports(sessionId),
      memberId,
      connectionId,
      limits.deltasKept,
      this.#keys.wake(sessionId),
    );
  }

  /**
   * Refreshes the seats of this instance's members, and frees the seats that no instance has refreshed lately.
   * @returns those of the members whose seat was freed, because it was refreshed too late
   */
  async refresh(sessionId: string, memberIds: readonly string[]): Promise<string[]> {
    const reply = await this.#redis.listeningRefreshPresence(
      ...this.#keys.all(sessionId),
      limits.seatMs,
      limits.stateSeconds,
      limits.deltasKept,
      this.#keys.wake(sessionId),
      ...memberIds,
    );
    return reply as string[];
  }

  /** Saves a member's round trip and output delay, unless the member has no seat. */
  async saveReport(sessionId: string, memberId: string, report: SyncReport): Promise<void> {
    const text = `${report.roundTripP95Ms},${report.outputDelayMs}`;
    const keys = [this.#keys.seats(sessionId), this.#keys.reports(sessionId)];
    await this.#redis.listeningSaveReport(...keys, memberId, text, limits.stateSeconds);
  }

  /**
   * Counts a socket of a user, over all instances and sessions; false at the limit.
   * @param replaced a connection that is about to end, whose place it may take at the limit
   */
  async claimSocket(userId: string, connectionId: string, replaced = ''): Promise<boolean> {
    const args = [connectionId, limits.socketsPerUser, limits.seatMs, replaced];
    return (await this.#redis.listeningClaimSocket(this.#keys.sockets(userId), ...args)) === 1;
  }

  /** The connection that holds a member's seat, if there is one. */
  async connectionOf(sessionId: string, memberId: string): Promise<string | null> {
    return this.#redis.hget(this.#keys.seats(sessionId), memberId);
  }

  async releaseSocket(userId: string, connectionId: string): Promise<void> {
    await this.#redis.zrem(this.#keys.sockets(userId), connectionId);
  }
}

import { limits } from '../model/limits.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

const WINDOW_MS = 60_000;

/** Limits the wrong invite codes that a user may try per minute. */
export class InviteThrottle {
  readonly #redis: ListeningRedis;
  readonly #keys: ListeningKeys;

  constructor(redis: ListeningRedis, keys: ListeningKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /**
   * Counts a try as wrong for a minute, until {@link refund} is called.
   * @returns seconds to wait; 0 if the user may try
   */
  async consume(userId: string, tryId: string): Promise<number> {
    const key = this.#keys.inviteTries(userId);
    const waitMs = Number(
      await this.#redis.listeningCountInviteTry(key, tryId, limits.wrongInvites, WINDOW_MS),
    );
    return Math.ceil(waitMs / 1000);
  }

  /** Uncounts a try that was not wrong. */
  async refund(userId: string, tryId: string): Promise<void> {
    await this.#redis.zrem(this.#keys.inviteTries(userId), tryId);
  }
}

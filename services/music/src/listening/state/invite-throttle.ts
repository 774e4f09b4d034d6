import type { Redis } from 'ioredis';
import { limits } from '../limits.ts';
import type { ListeningKeys } from './keys.ts';
import { runScript } from './scripts.ts';

const WINDOW_MS = 60_000;

/** Guessing invite codes is slow: so many wrong ones a minute and user. */
export class InviteThrottle {
  readonly #redis: Redis;
  readonly #keys: ListeningKeys;

  constructor(redis: Redis, keys: ListeningKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /**
   * Begins a try, which counts as wrong for a minute unless it is given back.
   * @returns seconds to wait; 0 if the user may try
   */
  async take(userId: string, tryId: string): Promise<number> {
    const args = [tryId, limits.wrongInvites, WINDOW_MS];
    const waitMs = Number(await runScript(this.#redis, 'try-invite', [this.#keys.inviteTries(userId)], args));
    return Math.ceil(waitMs / 1000);
  }

  /** For a try that was not wrong. */
  async giveBack(userId: string, tryId: string): Promise<void> {
    await this.#redis.zrem(this.#keys.inviteTries(userId), tryId);
  }
}

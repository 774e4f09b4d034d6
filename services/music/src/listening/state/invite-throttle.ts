import type { Redis } from 'ioredis';
import { limits } from '../limits.ts';
import type { ListeningKeys } from './keys.ts';

const WINDOW_SECONDS = 60;

/** Guessing invite codes is slow: so many wrong ones a minute and user. */
export class InviteThrottle {
  readonly #redis: Redis;
  readonly #keys: ListeningKeys;

  constructor(redis: Redis, keys: ListeningKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** Seconds to wait; 0 if the user may try. */
  async waitSeconds(userId: string): Promise<number> {
    const key = this.#keys.wrongInvites(userId);
    const wrong = Number((await this.#redis.get(key)) ?? 0);
    if (wrong < limits.wrongInvites) return 0;
    return Math.max(await this.#redis.ttl(key), 1);
  }

  async countWrong(userId: string): Promise<void> {
    const key = this.#keys.wrongInvites(userId);
    await this.#redis.multi().incr(key).expire(key, WINDOW_SECONDS, 'NX').exec();
  }
}

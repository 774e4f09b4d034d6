import { networkOf } from '@downbeat/shared/http';
import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import { readInviteCode } from '../model/invite-code.ts';
import { mapRedisErrors, rethrowLimit } from './redis.ts';

const tooManyWrong = (rejection: unknown): never => rethrowLimit(rejection, 'Too many wrong invite codes');

/** Limits the wrong invite codes per minute of a user, or of an IP where there is no user. */
export function createInviteLimiter(redis: Redis): RateLimiterRedis {
  const keyPrefix = 'listening:wrong-invites';
  return new RateLimiterRedis({ storeClient: redis, keyPrefix, points: limits.wrongInvites, duration: 60 });
}

/** Finds what invite codes lead to. Both methods throw INVITE_INVALID, RATE_LIMITED or UNAVAILABLE. */
export type InviteCodes<T> = ReturnType<typeof createInviteCodes<T>>;

/** @param find what a code leads to; null when the code is wrong */
export function createInviteCodes<T>(
  find: (inviteCode: string) => Promise<T | null>,
  inviteLimiter: RateLimiterRedis,
) {
  return {
    /** A try counts as wrong until the code is found, so that parallel tries cannot exceed the limit. */
    async findForUser(inviteCode: string, userId: string): Promise<T> {
      await mapRedisErrors(() => inviteLimiter.consume(userId).catch(tooManyWrong));
      let isWrong = false;
      try {
        const found = await find(readInviteCode(inviteCode));
        isWrong = found === null;
        if (found === null) throw errors.INVITE_INVALID();
        return found;
      } finally {
        if (!isWrong) await mapRedisErrors(() => inviteLimiter.reward(userId));
      }
    },

    /** @param ip of the client, whose wrong codes are limited; those with right ones may be many behind one IP */
    async findForIp(inviteCode: string, ip: string): Promise<T> {
      const network = networkOf(ip);
      const wrong = await mapRedisErrors(() => inviteLimiter.get(network));
      if (wrong !== null && wrong.remainingPoints <= 0) tooManyWrong(wrong);
      const found = await find(readInviteCode(inviteCode));
      if (found !== null) return found;
      await mapRedisErrors(() => inviteLimiter.penalty(network));
      throw errors.INVITE_INVALID();
    },
  };
}

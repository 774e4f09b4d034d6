import { createHash, randomBytes } from 'node:crypto';
import type { Principal } from '@downbeat/shared/http';
import type { Redis } from 'ioredis';
import { limits } from '../model/limits.ts';
import type { ListeningKeys } from './keys.ts';

/** The user, the session and the device that a ticket is for. */
export interface TicketClaims {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly principal: Principal;
}

type StoredClaims = Omit<TicketClaims, 'principal'> & {
  readonly principal: Omit<Principal, 'tokenExpiresAt'> & { readonly tokenExpiresAt: string };
};

function hashOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex');
}

/** One-time tickets: only their hashes are stored, and redeeming a ticket removes it. */
export function createTicketStore(redis: Redis, keys: ListeningKeys) {
  return {
    async issue(claims: TicketClaims): Promise<string> {
      const ticket = randomBytes(32).toString('base64url');
      await redis.set(keys.ticket(hashOf(ticket)), JSON.stringify(claims), 'EX', limits.ticketSeconds);
      return ticket;
    },

    /** The claims, once; null for a ticket that is unknown, used or expired. */
    async redeem(ticket: string): Promise<TicketClaims | null> {
      const text = await redis.getdel(keys.ticket(hashOf(ticket)));
      if (text === null) return null;
      const { principal, ...rest } = JSON.parse(text) as StoredClaims;
      return { ...rest, principal: { ...principal, tokenExpiresAt: new Date(principal.tokenExpiresAt) } };
    },
  };
}

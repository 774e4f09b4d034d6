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
export class TicketStore {
  readonly #redis: Redis;
  readonly #keys: ListeningKeys;

  constructor(redis: Redis, keys: ListeningKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  async issue(claims: TicketClaims): Promise<string> {
    const ticket = randomBytes(32).toString('base64url');
    const key = this.#keys.ticket(hashOf(ticket));
    await this.#redis.set(key, JSON.stringify(claims), 'EX', limits.ticketSeconds);
    return ticket;
  }

  /** The claims, once; null for a ticket that is unknown, used or expired. */
  async redeem(ticket: string): Promise<TicketClaims | null> {
    const text = await this.#redis.getdel(this.#keys.ticket(hashOf(ticket)));
    if (text === null) return null;
    const { principal, ...rest } = JSON.parse(text) as StoredClaims;
    return { ...rest, principal: { ...principal, tokenExpiresAt: new Date(principal.tokenExpiresAt) } };
  }
}

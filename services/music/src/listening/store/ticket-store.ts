import { createHash, randomBytes } from 'node:crypto';
import type { Principal } from '@downbeat/shared/http';
import { limits } from '../model/limits.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

/** The user, the session and the device that a ticket is for. */
export interface TicketClaims {
  /** Tickets are numbered in the order in which they were issued. */
  readonly number: number;
  readonly sessionId: string;
  readonly deviceId: string;
  readonly deviceName?: string | undefined;
  readonly principal: Principal;
}

type StoredClaims = Omit<TicketClaims, 'principal'> & {
  readonly principal: Omit<Principal, 'tokenExpiresAt'> & { readonly tokenExpiresAt: string };
};

function hashOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex');
}

/** One-time tickets: only their hashes are stored, and redeeming a ticket removes it. */
export function createTicketStore(redis: ListeningRedis, keys: ListeningKeys) {
  return {
    async issue(claims: Omit<TicketClaims, 'number'>): Promise<string> {
      const ticket = randomBytes(32).toString('base64url');
      const ticketKeys = [keys.lastTicket(), keys.ticket(hashOf(ticket))];
      const args = [limits.stateSeconds, JSON.stringify(claims), limits.ticketSeconds];
      await redis.listeningIssueTicket(...ticketKeys, ...args);
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

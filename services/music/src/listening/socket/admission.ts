import type { Authenticator, Principal } from '@downbeat/shared/http';
import { commonErrors } from '@downbeat/shared/problem';
import type { FastifyRequest } from 'fastify';
import { errors } from '../errors.ts';
import { reachable } from '../state/reachable.ts';
import type { TicketClaims, TicketStore } from '../state/ticket-store.ts';
import type { Timebase } from '../timebase/timebase.ts';
import { requireHandshake } from './handshake.ts';

export interface AdmissionDependencies {
  readonly tickets: TicketStore;
  readonly timebase: Timebase;
  /** Origins whose pages may connect, in lower case. */
  readonly origins: ReadonlySet<string>;
  readonly isRevoked: (sessionId: string) => Promise<boolean>;
}

/** Names under which people put tokens into addresses, where logs and histories keep them. */
const TOKEN_NAMES = ['token', 'access_token', 'accessToken', 'authorization', 'bearer', 'jwt', 'auth'];

const admitted = new WeakMap<FastifyRequest, TicketClaims>();

/** What the ticket of an admitted request says. */
export function claimsOf(request: FastifyRequest): TicketClaims {
  const claims = admitted.get(request);
  if (claims === undefined) throw errors.TICKET_INVALID();
  return claims;
}

function requireNoToken(query: Record<string, unknown>): void {
  if (TOKEN_NAMES.some((name) => name in query)) throw errors.TOKEN_IN_URL();
}

/** Programs send no Origin; a browser always does, and cannot be made to lie about it. */
function requireOrigin(origin: string | undefined, origins: ReadonlySet<string>): void {
  if (origin !== undefined && !origins.has(origin.toLowerCase())) throw errors.ORIGIN_NOT_ALLOWED();
}

/**
 * Decides before the upgrade who may open a socket. The ticket is looked at last, so that no other refusal burns it.
 * @throws ProblemError TOKEN_IN_URL, ORIGIN_NOT_ALLOWED, UPGRADE_REQUIRED, BAD_REQUEST, UNAVAILABLE, or TICKET_INVALID, also
 *   for a sign-in that has ended
 */
export function ticketAuthenticator({
  tickets,
  timebase,
  origins,
  isRevoked,
}: AdmissionDependencies): Authenticator {
  return async (request): Promise<Principal> => {
    const query = request.query as Record<string, unknown>;
    const { sessionId } = request.params as { sessionId?: unknown };
    requireNoToken(query);
    requireOrigin(request.headers.origin, origins);
    requireHandshake(request);
    if (!timebase.ready) throw commonErrors.UNAVAILABLE({ detail: 'The timebase is not known yet' });
    const { ticket } = query;
    if (typeof ticket !== 'string' || ticket === '')
      throw errors.TICKET_INVALID({ detail: 'A ticket is needed' });
    const claims = await reachable(() => tickets.redeem(ticket));
    if (claims === null || claims.sessionId !== sessionId) throw errors.TICKET_INVALID();
    if (await isRevoked(claims.principal.sessionId))
      throw errors.TICKET_INVALID({ detail: 'The sign-in has ended' });
    admitted.set(request, claims);
    return claims.principal;
  };
}

import { commonErrors } from '@downbeat/shared/errors';
import type { Authenticator, OriginFilter, Principal } from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import { errors } from '../model/errors.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { Stores } from '../store/stores.ts';
import type { TicketClaims } from '../store/ticket-store.ts';

interface AdmissionDeps extends Pick<Stores, 'tickets' | 'timebase' | 'repository'> {
  /** Whether pages of an origin, in lower case, may connect. */
  readonly isOriginAllowed: OriginFilter;
  readonly isRevoked: (authSessionId: string) => Promise<boolean>;
}

/** Query parameters that callers use for tokens. A token in a URL ends up in logs and browser histories. */
const TOKEN_NAMES = ['token', 'access_token', 'accessToken', 'authorization', 'bearer', 'jwt', 'auth'];

const VERSION = '13';
/** 16 bytes of base64. */
const KEY = /^[+/0-9A-Za-z]{22}==$/;
/** Names of protocols: tokens (RFC 9110, section 5.6.2) with commas between them. */
const PROTOCOLS = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:[ \t]*,[ \t]*[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/;
/** The version of the messages, as a WebSocket subprotocol. A client that names none gets this one, too. */
export const SUBPROTOCOL = 'downbeat.v1';
const UPGRADE = { upgrade: 'websocket', connection: 'upgrade, close' };

const claimsByRequest = new WeakMap<FastifyRequest, TicketClaims>();

/** The ticket's claims of a request that was authenticated by it. */
export function claimsOf(request: FastifyRequest): TicketClaims {
  const claims = claimsByRequest.get(request);
  if (claims === undefined) throw errors.TICKET_INVALID();
  return claims;
}

/** @throws ProblemError BAD_REQUEST for a broken header, SUBPROTOCOL_NOT_SUPPORTED when ours is not among the offered */
function requireSubprotocol(header: string): void {
  const names = header.split(',').map((name) => name.trim());
  if (!PROTOCOLS.test(header) || new Set(names).size < names.length)
    throw commonErrors.BAD_REQUEST({ detail: 'Sec-WebSocket-Protocol must name protocols, each once' });
  if (!names.includes(SUBPROTOCOL))
    throw errors.SUBPROTOCOL_NOT_SUPPORTED({ detail: `This server speaks ${SUBPROTOCOL}` });
}

/**
 * Checks the opening handshake of a client (RFC 6455, section 4.2.1). ws checks the same, but after the ticket is used,
 * and with an answer that is not a problem document.
 * @throws ProblemError UPGRADE_REQUIRED for no upgrade or one to something else, BAD_REQUEST for a broken one,
 *   SUBPROTOCOL_NOT_SUPPORTED
 */
function requireHandshake({ ws, method, headers }: FastifyRequest): void {
  if (!ws || method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') {
    throw errors.UPGRADE_REQUIRED({ headers: UPGRADE });
  }
  // Section 4.2.2: the answer to another version names the supported one.
  if (headers['sec-websocket-version'] !== VERSION) {
    const detail = `Only version ${VERSION} of WebSocket is spoken here`;
    throw errors.UPGRADE_REQUIRED({ detail, headers: { ...UPGRADE, 'sec-websocket-version': VERSION } });
  }
  if (!KEY.test(headers['sec-websocket-key'] ?? '')) {
    throw commonErrors.BAD_REQUEST({ detail: 'Sec-WebSocket-Key must be 16 bytes of base64' });
  }
  const protocols = headers['sec-websocket-protocol'];
  if (protocols !== undefined) requireSubprotocol(protocols);
}

/** A ticket of a guest ends with the guest, also where a new guest could join. */
async function requireGuest(
  { principal, sessionId }: TicketClaims,
  repository: AdmissionDeps['repository'],
): Promise<void> {
  if (principal.role !== 'guest') return;
  if ((await repository.findForMember(sessionId, principal.userId)) === null)
    throw errors.TICKET_INVALID({ detail: 'The time of this guest has ended' });
}

/**
 * Authenticates the opening of a socket by its ticket, before the upgrade. The ticket is redeemed last, so that it stays
 * valid when the request is refused for another reason.
 * @throws ProblemError TOKEN_IN_URL, ORIGIN_NOT_ALLOWED, UPGRADE_REQUIRED, BAD_REQUEST, SUBPROTOCOL_NOT_SUPPORTED,
 *   UNAVAILABLE, or TICKET_INVALID, also for a revoked auth session
 */
export function ticketAuthenticator({
  tickets,
  timebase,
  repository,
  isOriginAllowed,
  isRevoked,
}: AdmissionDeps): Authenticator {
  return async (request): Promise<Principal> => {
    const query = request.query as Record<string, unknown>;
    const { sessionId } = request.params as { sessionId?: unknown };
    const { origin } = request.headers;
    if (TOKEN_NAMES.some((name) => name in query)) throw errors.TOKEN_IN_URL();
    // Programs send no Origin; a browser always sends the true one.
    if (origin !== undefined && !isOriginAllowed(origin.toLowerCase())) throw errors.ORIGIN_NOT_ALLOWED();
    requireHandshake(request);
    if (!timebase.ready) throw commonErrors.UNAVAILABLE({ detail: 'The timebase is not known yet' });
    const { ticket } = query;
    if (typeof ticket !== 'string' || ticket === '')
      throw errors.TICKET_INVALID({ detail: 'A ticket is needed' });
    const claims = await mapRedisErrors(() => tickets.redeem(ticket));
    if (claims === null || claims.sessionId !== sessionId) throw errors.TICKET_INVALID();
    if (await isRevoked(claims.principal.authSessionId))
      throw errors.TICKET_INVALID({ detail: 'The sign-in has ended' });
    await requireGuest(claims, repository);
    claimsByRequest.set(request, claims);
    return claims.principal;
  };
}

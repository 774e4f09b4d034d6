import { createHmac, hkdfSync } from 'node:crypto';
import { commonErrors } from '@downbeat/shared/errors';
import { type App, networkOf } from '@downbeat/shared/http';
import { newGuestId, newId } from '@downbeat/shared/ids';
import { joinAsGuest } from '../../generated/operations.gen.ts';
import type { GuestSession } from '../../generated/schemas.gen.ts';
import type { RateLimits } from '../../rate-limits.ts';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import { takesGuests } from '../model/room-access.ts';
import type { ListeningSessionHead } from '../model/room-state.ts';
import type { InviteCodes } from '../store/invite-codes.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { NewGuest } from '../store/guest-repository.ts';
import type { Stores } from '../store/stores.ts';

interface GuestsDeps extends Pick<Stores, 'repository' | 'guestRows' | 'presence'> {
  readonly inviteCodes: InviteCodes<ListeningSessionHead>;
  readonly hashNetwork: HashNetwork;
}

/** A guest, and the session that it has joined. */
interface JoinedGuest extends Pick<NewGuest, 'userId' | 'displayName' | 'guestUntil'> {
  readonly sessionId: string;
}

/** The network of an IP, as a session knows it. */
type HashNetwork = (sessionId: string, ip: string) => string;

const HOUR_MS = 3_600_000;
/** How often a join begins again because the session has changed. */
const MAX_TRIES = 10;

/** Under a secret, and for each session another one: what is stored of an address tells nothing. */
export function createNetworkHash(secret: string): HashNetwork {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'downbeat guest networks v1', 32));
  return (sessionId, ip) =>
    createHmac('sha256', key)
      .update(`${sessionId} ${networkOf(ip)}`)
      .digest('base64url');
}

/** Users join a session by its invite code, without an account. */
export class Guests {
  readonly #deps: GuestsDeps;

  constructor(deps: GuestsDeps) {
    this.#deps = deps;
  }

  /**
   * @param ip of the client: its wrong codes are limited, and a ban of another guest from there counts
   * @throws ProblemError INVITE_INVALID, RATE_LIMITED, GUESTS_NOT_ALLOWED, SESSION_LOCKED, SESSION_FULL, BANNED or
   *   UNAVAILABLE
   */
  async join(inviteCode: string, displayName: string, ip: string): Promise<JoinedGuest> {
    const { inviteCodes, repository, guestRows, hashNetwork } = this.#deps;
    let session = await inviteCodes.findForIp(inviteCode, ip);
    const guest: NewGuest = {
      userId: newGuestId(),
      displayName,
      guestUntil: new Date(Date.now() + limits.guestHours * HOUR_MS),
      network: hashNetwork(session.id, ip),
    };
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      requireOpen(session);
      if (await guestRows.isNetworkBanned(session.id, guest.network)) throw errors.BANNED();
      if (await this.#add(session, guest)) return { ...guest, sessionId: session.id };
      const current = await repository.findHead(session.id);
      if (current?.inviteCode !== session.inviteCode) throw errors.INVITE_INVALID();
      if (current.access.version === session.access.version) throw errors.SESSION_FULL();
      session = current;
    }
    throw commonErrors.UNAVAILABLE({ detail: 'The session changes too often; try again' });
  }

  /** Where no place is left, guests who are not connected lose theirs. */
  async #add({ id, access }: ListeningSessionHead, guest: NewGuest): Promise<boolean> {
    const { guestRows, presence } = this.#deps;
    if (await guestRows.addGuest(id, access.version, guest)) return true;
    const here = await mapRedisErrors(() => presence.seatedUsers(id));
    await guestRows.removeGuests(id, new Date(Date.now() - limits.guestAwayMs), here);
    return guestRows.addGuest(id, access.version, guest);
  }
}

/** @throws ProblemError GUESTS_NOT_ALLOWED, SESSION_LOCKED */
function requireOpen({ access }: ListeningSessionHead): void {
  if (takesGuests(access)) return;
  if (access.allowsGuests && access.isLocked) throw errors.SESSION_LOCKED();
  const detail = access.allowsGuests ? 'Here someone decides about each new member' : undefined;
  throw errors.GUESTS_NOT_ALLOWED(detail === undefined ? {} : { detail });
}

/** The HTTP route by which guests join. The access token is signed as those of auth are, and every service knows it. */
export function guestRoutes(app: App, guests: Guests, rateLimits: RateLimits): void {
  app.route({
    ...joinAsGuest,
    config: { ...joinAsGuest.config, rateLimit: rateLimits.guest },
    handler: async (request, reply) => {
      const { inviteCode, displayName } = request.body;
      const guest = await guests.join(inviteCode, displayName, request.ip);
      reply.code(201).header('cache-control', 'no-store');
      return reply.send(presentGuest(app, guest));
    },
  });
}

function presentGuest(app: App, { userId, displayName, guestUntil, sessionId }: JoinedGuest): GuestSession {
  const expiresIn = Math.floor((guestUntil.getTime() - Date.now()) / 1000);
  // The id stands for its sign-in too: signed URLs name that, and this is how they are known to be of a guest.
  const claims = { sub: userId, sid: userId, role: 'guest', name: displayName, email_verified: false };
  return {
    accessToken: app.jwt.sign({ ...claims, jti: newId() }, { expiresIn: `${expiresIn}s` }),
    expiresIn,
    expiresAt: guestUntil.toISOString(),
    guest: { id: userId, displayName },
    sessionId,
  };
}

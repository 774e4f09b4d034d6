import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { commonErrors } from '@downbeat/shared/errors';
import {
  type Authenticator,
  createRecentPrincipals,
  type Principal,
  type Revocations,
} from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import { errors } from '../errors.ts';
import { isGuestId } from '@downbeat/shared/ids';
import { operations } from '../generated/operations.gen.ts';
import { splitSignature } from '../tracks/visibility.ts';

const { getTrackCover } = operations;

interface Signature {
  sid: string;
  /** Unix time in seconds. */
  expires: number;
  signature: string;
}

const HOUR_SECONDS = 3600;

/** A URL is valid for at least one hour, at most two. */
export const MAX_LIFE_SECONDS = 2 * HOUR_SECONDS;

const COVER_STEP_SECONDS = 600;

/** Auth sessions whose current signature is kept. */
const SIGNATURES_KEPT = 10_000;

/**
 * Signs URLs for `<audio>` and `<img>` elements, which send no Authorization header. One signature covers an auth session
 * and an expiry, so all URLs of a reader carry the same query; which files the session may read is checked when a URL is
 * used. A signature is void when the auth session ends. Expiries are full hours, so that a URL stays the same, and
 * cacheable, for up to an hour.
 */
export class UrlSigner {
  readonly #key: KeyObject;
  readonly #coverKey: KeyObject;
  readonly #now: () => number;
  /** The query of each reader, for the current expiry only. */
  readonly #queries = new Map<string, string>();
  #expires = 0;

  /** @param now milliseconds since 1970 */
  constructor(secrets: { JWT_SECRET: string; STREAM_URL_SECRET?: string | undefined }, now = Date.now) {
    const secret = secrets.STREAM_URL_SECRET ?? secrets.JWT_SECRET;
    // Derived (RFC 5869), so that a signature reveals nothing about the key of the access tokens, and one of a cover is none
    // of an auth session.
    const derived = (info: string): KeyObject =>
      createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', info, 32)));
    this.#key = derived('downbeat signed urls v2');
    this.#coverKey = derived('downbeat signed covers v1');
    this.#now = now;
  }

  /** The query that every URL of this auth session carries: `sid=...&expires=...&signature=...`. */
  query(sid: string): string {
    const expires = Math.ceil((this.#now() / 1000 + HOUR_SECONDS) / HOUR_SECONDS) * HOUR_SECONDS;
    if (expires !== this.#expires || this.#queries.size >= SIGNATURES_KEPT) this.#queries.clear();
    this.#expires = expires;
    const known = this.#queries.get(sid);
    if (known !== undefined) return known;
    const query = `sid=${sid}&expires=${expires}&signature=${hmac(this.#key, sid, expires)}`;
    this.#queries.set(sid, query);
    return query;
  }

  /**
   * The query of one cover for a client without an account, valid for 10 to 20 minutes. It has the track in the place of an
   * auth session, and opens nothing else.
   */
  coverQuery(trackId: string): string {
    const expires =
      Math.ceil((this.#now() / 1000 + COVER_STEP_SECONDS) / COVER_STEP_SECONDS) * COVER_STEP_SECONDS;
    return `sid=${trackId}&expires=${expires}&signature=${hmac(this.#coverKey, trackId, expires)}`;
  }

  /** @throws ProblemError SIGNATURE_INVALID or SIGNATURE_EXPIRED */
  verify(signed: Signature): void {
    this.#verify(this.#key, signed);
  }

  /** @throws ProblemError SIGNATURE_INVALID or SIGNATURE_EXPIRED, unless `coverQuery` has made it for the track that is `sid` */
  verifyCover(signed: Signature): void {
    this.#verify(this.#coverKey, signed);
  }

  #verify(key: KeyObject, { sid, expires, signature }: Signature): void {
    // Compares the texts, not the decoded bytes: several base64url texts decode to the same bytes.
    const expected = Buffer.from(hmac(key, sid, expires));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw errors.SIGNATURE_INVALID();
    if (expires * 1000 <= this.#now()) throw errors.SIGNATURE_EXPIRED();
  }
}

function hmac(key: KeyObject, subject: string, expires: number): string {
  return createHmac('sha256', key).update(`${subject}\n${expires}`).digest('base64url');
}

/** Whether a request is for the cover of the track that its signature names. */
function isOwnCover({ routeOptions, params }: FastifyRequest, sid: string): boolean {
  return routeOptions.url === getTrackCover.url && (params as { trackId?: string }).trackId === sid;
}

/** A signed URL names an auth session, not an account. It allows reading files of tracks, and nothing else. */
const NO_ACCOUNT = '00000000-0000-0000-0000-000000000000';

/** Seconds in decimal, as `UrlSigner` writes them. `Number` alone also accepts spaces, exponents and other bases. */
const SECONDS = /^(?:0|[1-9][0-9]{0,11})$/;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function signatureOf({ query }: FastifyRequest): { sid: string; expires: string; signature: string } {
  // Authentication comes before the validation of the contract, so these values are not validated yet.
  const { sid, expires, signature } = query as Record<string, unknown>;
  // Behind it the URL of a private track has a key, which streaming/routes.ts reads.
  const [signed = ''] = splitSignature(textOf(signature));
  return { sid: textOf(sid), expires: textOf(expires), signature: signed };
}

/** All of a signature in one text; those of verified ones are kept. */
const credentialOf = ({ sid, expires, signature }: ReturnType<typeof signatureOf>): string =>
  `${signature} ${expires} ${sid}`;

function principalOf(sid: string, expires: number): Principal {
  return {
    userId: NO_ACCOUNT,
    authSessionId: sid,
    role: isGuestId(sid) ? 'guest' : 'listener',
    displayName: '',
    emailVerified: false,
    tokenExpiresAt: new Date(expires * 1000),
  };
}

/** Checks `sid`, `expires` and `signature` of a URL that UrlSigner made, and that the auth session has not ended. */
export function createSignatureAuthenticator(signer: UrlSigner, revocations: Revocations): Authenticator {
  const principals = createRecentPrincipals(revocations);

  function verify(request: FastifyRequest, query: ReturnType<typeof signatureOf>): Principal {
    const { sid, expires, signature } = query;
    if (!SECONDS.test(expires)) throw errors.SIGNATURE_INVALID();
    const signed = { sid, expires: Number(expires), signature };
    const principal = principalOf(sid, signed.expires);
    if (isOwnCover(request, sid)) {
      // Not kept: elsewhere the same query is not valid.
      signer.verifyCover(signed);
      return principal;
    }
    signer.verify(signed);
    principals.keep(credentialOf(query), principal);
    return principal;
  }
  const authenticate = async (request: FastifyRequest): Promise<Principal> => {
    const query = signatureOf(request);
    const principal = principals.verified(credentialOf(query)) ?? verify(request, query);
    if (await revocations.isRevoked(principal.authSessionId)) throw commonErrors.SESSION_REVOKED();
    return principal;
  };
  return Object.assign(authenticate, {
    recent: (request: FastifyRequest) => principals.recent(credentialOf(signatureOf(request))),
    present: ({ query }: FastifyRequest) => (query as Record<string, unknown>)['signature'] !== undefined,
  });
}

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { commonErrors } from '@downbeat/shared/errors';
import type { Authenticator, Principal } from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import { errors } from '../errors.ts';
import type { PresentTrack } from '../tracks/routes.ts';

type SignedResource = 'stream' | 'cover';

interface Signature {
  sid: string;
  /** Unix time in seconds. */
  expires: number;
  signature: string;
}

const HOUR_SECONDS = 3600;

/** A URL is valid for at least one hour, at most two. */
export const MAX_LIFE_SECONDS = 2 * HOUR_SECONDS;

/**
 * Signs URLs for `<audio>` and `<img>` elements, which send no Authorization header. The signature covers the resource,
 * the auth session of the reader and the expiry; it is void when the auth session ends. Expiries are full hours, so
 * that a URL stays the same, and cacheable, for up to an hour.
 */
export class UrlSigner {
  readonly #key: Uint8Array;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(secrets: { JWT_SECRET: string; STREAM_URL_SECRET?: string | undefined }, now = Date.now) {
    const secret = secrets.STREAM_URL_SECRET ?? secrets.JWT_SECRET;
    // Derived (RFC 5869), so that a signature reveals nothing about the key of the access tokens.
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'downbeat signed urls v1', 32));
    this.#now = now;
  }

  /** A path with its query, relative to the service. */
  sign(resource: SignedResource, trackId: string, sid: string): string {
    const hours = Math.ceil((this.#now() / 1000 + HOUR_SECONDS) / HOUR_SECONDS);
    const expires = hours * HOUR_SECONDS;
    const signature = this.#hmac(resource, trackId, sid, expires);
    return `/api/music/tracks/${trackId}/${resource}?sid=${sid}&expires=${expires}&signature=${signature}`;
  }

  /** @throws ProblemError SIGNATURE_INVALID or SIGNATURE_EXPIRED */
  verify(resource: SignedResource, trackId: string, { sid, expires, signature }: Signature): void {
    // Compares the texts, not the decoded bytes: several base64url texts decode to the same bytes.
    const expected = Buffer.from(this.#hmac(resource, trackId, sid, expires));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw errors.SIGNATURE_INVALID();
    if (expires * 1000 <= this.#now()) throw errors.SIGNATURE_EXPIRED();
  }

  #hmac(resource: SignedResource, trackId: string, sid: string, expires: number): string {
    const text = [resource, trackId, sid, expires].join('\n');
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}

/** Adds the signed URLs of a track for one reader. */
export function createTrackPresenter(signer: UrlSigner): PresentTrack {
  return ({ hasCover, ...record }, authSessionId) => ({
    ...record,
    streamUrl: signer.sign('stream', record.id, authSessionId),
    coverUrl: hasCover ? signer.sign('cover', record.id, authSessionId) : null,
  });
}

/** A signed URL names an auth session, not an account. It allows reading one file, and nothing else. */
const NO_ACCOUNT = '00000000-0000-0000-0000-000000000000';

const RESOURCES: Readonly<Record<string, SignedResource>> = { streamTrack: 'stream', getTrackCover: 'cover' };

/** Seconds in decimal, as `sign` writes them. `Number` alone also accepts spaces, exponents and other bases. */
const SECONDS = /^(?:0|[1-9][0-9]{0,11})$/;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function principalOf(sid: string, expires: number): Principal {
  return {
    userId: NO_ACCOUNT,
    authSessionId: sid,
    role: 'listener',
    displayName: '',
    emailVerified: false,
    tokenExpiresAt: new Date(expires * 1000),
  };
}

/** Checks `sid`, `expires` and `signature` of a URL that UrlSigner made, and that the auth session has not ended. */
export function createSignatureAuthenticator(
  signer: UrlSigner,
  isRevoked: (authSessionId: string) => Promise<boolean>,
): Authenticator {
  const queryOf = (request: FastifyRequest) => request.query as Record<string, unknown>;
  const authenticate = async (request: FastifyRequest): Promise<Principal> => {
    // Authentication comes before the validation of the contract, so these values are not validated yet.
    const query = queryOf(request);
    const [sid, signature] = [textOf(query['sid']), textOf(query['signature'])];
    const expires = textOf(query['expires']);
    const resource = RESOURCES[request.routeOptions.config.operationId ?? ''];
    const { trackId } = request.params as { trackId?: string };
    if (resource === undefined || trackId === undefined || !SECONDS.test(expires)) {
      throw errors.SIGNATURE_INVALID();
    }
    signer.verify(resource, trackId, { sid, expires: Number(expires), signature });
    if (await isRevoked(sid)) throw commonErrors.SESSION_REVOKED();
    return principalOf(sid, Number(expires));
  };
  return Object.assign(authenticate, {
    present: (request: FastifyRequest) => queryOf(request)['signature'] !== undefined,
  });
}

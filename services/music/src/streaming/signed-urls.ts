import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { errors } from '../errors.ts';

export type SignedResource = 'stream' | 'cover';

export interface Signature {
  sid: string;
  /** Unix time in seconds. */
  expires: number;
  signature: string;
}

const HOUR_SECONDS = 3600;

/** An address is good for at least one hour, at most two. */
export const MAX_LIFE_SECONDS = 2 * HOUR_SECONDS;

/**
 * Signs addresses that an `<audio>` or `<img>` can use, which send no Authorization header. The signature binds the
 * resource, the reader's session and the expiry; it ends with the session. Expiries fall on the hour, so that an
 * address stays the same, and cacheable, for up to an hour.
 */
export class UrlSigner {
  readonly #key: Uint8Array;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(secrets: { JWT_SECRET: string; STREAM_URL_SECRET?: string | undefined }, now = Date.now) {
    const secret = secrets.STREAM_URL_SECRET ?? secrets.JWT_SECRET;
    // Derived (RFC 5869), so that a signature says nothing about the key of the tokens.
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
    // Texts are compared, not the bytes they stand for: several texts of base64url stand for the same bytes.
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

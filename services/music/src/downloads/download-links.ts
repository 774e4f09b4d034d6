import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { commonErrors } from '@downbeat/shared/errors';
import type { Authenticator, Principal, Revocations, Role } from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import { errors } from '../errors.ts';

const LIFE_SECONDS = 600;

/** Who downloads, until when: the first part of a link. */
type Claims = [userId: string, authSessionId: string, role: Role, expires: number];

/** A signed link and its end. */
export interface SignedLink {
  url: string;
  expiresAt: Date;
}

/**
 * Signs links to downloads for browsers, which send no Authorization header when a link is clicked. Unlike the signature of a
 * stream, such a link names the account, because a private playlist exists for its members only, and opens one path.
 */
export class DownloadLinks {
  readonly #key: KeyObject;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(secrets: { JWT_SECRET: string; STREAM_URL_SECRET?: string | undefined }, now: () => number) {
    const secret = secrets.STREAM_URL_SECRET ?? secrets.JWT_SECRET;
    this.#key = createSecretKey(
      new Uint8Array(hkdfSync('sha256', secret, '', 'downbeat download links v1', 32)),
    );
    this.#now = now;
  }

  /** The path with a link for this account. */
  sign(path: string, { userId, authSessionId, role }: Principal): SignedLink {
    const expires = Math.ceil(this.#now() / 1000) + LIFE_SECONDS;
    const claims: Claims = [userId, authSessionId, role, expires];
    const text = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return {
      url: `${path}?link=${text}.${this.#signatureOf(path, text)}`,
      expiresAt: new Date(expires * 1000),
    };
  }

  /** The account of a link to this path. @throws ProblemError SIGNATURE_INVALID, SIGNATURE_EXPIRED */
  verify(path: string, link: string): Principal {
    const [text = '', signature = ''] = link.split('.', 2);
    const [given, expected] = [Buffer.from(signature), Buffer.from(this.#signatureOf(path, text))];
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw errors.SIGNATURE_INVALID();
    const [userId, authSessionId, role, expires] = JSON.parse(
      Buffer.from(text, 'base64url').toString(),
    ) as Claims;
    if (expires * 1000 <= this.#now()) throw errors.SIGNATURE_EXPIRED();
    const tokenExpiresAt = new Date(expires * 1000);
    return { userId, authSessionId, role, displayName: '', emailVerified: false, tokenExpiresAt };
  }

  #signatureOf(path: string, text: string): string {
    return createHmac('sha256', this.#key).update(`${path}\n${text}`).digest('base64url');
  }
}

const linkOf = ({ query }: FastifyRequest): unknown => (query as Record<string, unknown>)['link'];

/** Checks the link of a download, and that its auth session has not ended. */
export function createLinkAuthenticator(links: DownloadLinks, revocations: Revocations): Authenticator {
  const authenticate = async (request: FastifyRequest): Promise<Principal> => {
    // Authentication comes before the validation of the contract.
    const link = linkOf(request);
    const [path = ''] = request.url.split('?', 1);
    const principal = links.verify(path, typeof link === 'string' ? link : '');
    if (await revocations.isRevoked(principal.authSessionId)) throw commonErrors.SESSION_REVOKED();
    return principal;
  };
  return Object.assign(authenticate, {
    present: (request: FastifyRequest) => linkOf(request) !== undefined,
  });
}

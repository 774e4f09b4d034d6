import { commonErrors, ProblemError } from '@downbeat/shared/errors';
import type { Authenticator, Principal, Revocations, Role } from '@downbeat/shared/http';
import { Cursors } from '@downbeat/shared/paging';
import type { FastifyRequest } from 'fastify';
import { errors } from '../errors.ts';

const LIFE_SECONDS = 600;

/** A signed link and its end. */
export interface SignedLink {
  url: string;
  expiresAt: Date;
}

const purposeOf = (path: string): string => `download ${path}`;

/**
 * Signs links to downloads for browsers, which send no Authorization header when a link is clicked. Unlike the signature of a
 * stream, such a link names the account, because a private playlist exists for its members only, and opens one path. It is
 * authenticated as cursors are.
 */
export class DownloadLinks {
  readonly #cursors: Cursors;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(secrets: { JWT_SECRET: string; STREAM_URL_SECRET?: string | undefined }, now: () => number) {
    this.#cursors = new Cursors(secrets.STREAM_URL_SECRET ?? secrets.JWT_SECRET);
    this.#now = now;
  }

  /** The path with a link for this account. */
  sign(path: string, { userId, authSessionId, role }: Principal): SignedLink {
    const expires = Math.ceil(this.#now() / 1000) + LIFE_SECONDS;
    const link = this.#cursors.write(purposeOf(path), [userId, authSessionId, role, String(expires)]);
    return { url: `${path}?link=${link}`, expiresAt: new Date(expires * 1000) };
  }

  /** The account of a link to this path. @throws ProblemError SIGNATURE_INVALID, SIGNATURE_EXPIRED */
  verify(path: string, link: string): Principal {
    const [userId = '', authSessionId = '', role, expires] = this.#read(path, link);
    const tokenExpiresAt = new Date(Number(expires) * 1000);
    if (tokenExpiresAt.getTime() <= this.#now()) throw errors.SIGNATURE_EXPIRED();
    const account = { userId, authSessionId, role: role as Role };
    return { ...account, displayName: '', emailVerified: false, tokenExpiresAt };
  }

  #read(path: string, link: string): string[] {
    try {
      return this.#cursors.read(purposeOf(path), link);
    } catch (error) {
      throw error instanceof ProblemError ? errors.SIGNATURE_INVALID() : error;
    }
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

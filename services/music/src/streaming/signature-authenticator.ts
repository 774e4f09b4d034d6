import type { FastifyRequest } from 'fastify';
import type { Authenticator, Principal } from '@downbeat/shared/http';
import { commonErrors } from '@downbeat/shared/problem';
import { errors } from '../errors.ts';
import type { SignedResource, UrlSigner } from './signed-urls.ts';

/** A signed address names a session, not an account: it lets its bearer read one file, and nothing else. */
const NO_ACCOUNT = '00000000-0000-0000-0000-000000000000';

const RESOURCES: Readonly<Record<string, SignedResource>> = { streamTrack: 'stream', getTrackCover: 'cover' };

/** Seconds in decimal, as we write them: `Number` alone takes spaces, exponents and other bases too. */
const SECONDS = /^(?:0|[1-9][0-9]{0,11})$/;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function readerOf(sid: string, expires: number): Principal {
  return {
    userId: NO_ACCOUNT,
    sessionId: sid,
    role: 'listener',
    displayName: '',
    emailVerified: false,
    tokenExpiresAt: new Date(expires * 1000),
  };
}

/** Checks `sid`, `expires` and `signature` of an address made by UrlSigner, and that the session has not ended. */
export function signatureAuthenticator(
  signer: UrlSigner,
  isRevoked: (sessionId: string) => Promise<boolean>,
): Authenticator {
  const queryOf = (request: FastifyRequest) => request.query as Record<string, unknown>;
  const authenticate = async (request: FastifyRequest): Promise<Principal> => {
    // Authority is decided before the contract's validation, so nothing about these values is known yet.
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
    return readerOf(sid, Number(expires));
  };
  return Object.assign(authenticate, {
    present: (request: FastifyRequest) => queryOf(request)['signature'] !== undefined,
  });
}

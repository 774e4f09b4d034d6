import fastifyJwt from '@fastify/jwt';
import { type Static, Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import { commonErrors, type ProblemError } from '../errors.ts';
import { RoleValues } from '../generated/common.schemas.gen.ts';
import { compile } from '../validation.ts';
import { createRecentPrincipals, type Revocations } from './recent-principals.ts';
import type { App, Authenticator, Principal } from './types.ts';

const ALGORITHM = 'HS256';
const ISSUER = 'downbeat';
const AUDIENCE = 'downbeat-api';

const Claims = Type.Object({
  sub: Type.String({ minLength: 1 }),
  sid: Type.String({ minLength: 1 }),
  role: Type.Union([...RoleValues, 'guest' as const].map((role) => Type.Literal(role))),
  name: Type.String(),
  email_verified: Type.Boolean(),
  jti: Type.String({ minLength: 1 }),
  exp: Type.Integer(),
});

/** The claims of an access token beside `iss`, `aud` and `iat`. Times in seconds since 1970. */
export type AccessTokenClaims = Static<typeof Claims>;

const validClaims = compile(Claims, 'answer');

const challenge = (error?: string) => ({
  'www-authenticate':
    error === undefined ? 'Bearer realm="downbeat"' : `Bearer realm="downbeat", error="${error}"`,
});

const NOT_BEARER = 'The Authorization header must be "Bearer", a space, and the access token';

function invalidToken(detail = 'The access token is not valid', cause?: unknown): ProblemError {
  return commonErrors.UNAUTHENTICATED({ detail, headers: challenge('invalid_token'), cause });
}

function refusal(error: unknown): ProblemError {
  const { code } = error as { code?: unknown };
  if (code === 'FST_JWT_AUTHORIZATION_TOKEN_EXPIRED') {
    return commonErrors.TOKEN_EXPIRED({ headers: challenge('invalid_token') });
  }
  return invalidToken(undefined, error);
}

function principalOf(claims: AccessTokenClaims): Principal {
  return {
    userId: claims.sub,
    authSessionId: claims.sid,
    role: claims.role,
    displayName: claims.name,
    emailVerified: claims.email_verified,
    tokenExpiresAt: new Date(claims.exp * 1000),
  };
}

/**
 * Whether the token is written as auth writes it: without a key id, and with its signature in canonical base64url. Any
 * token written in another way was not made by auth.
 */
function isCanonical(token: string): boolean {
  const [header = '', , signature = ''] = token.split('.');
  if (Buffer.from(signature, 'base64url').toString('base64url') !== signature) return false;
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid?: unknown };
  return kid === undefined;
}

async function verify(request: FastifyRequest): Promise<AccessTokenClaims> {
  try {
    const claims: unknown = await request.jwtVerify<object>();
    const [, token = ''] = request.headers.authorization?.split(/ +/) ?? [];
    if (isCanonical(token) && validClaims(claims)) return claims as AccessTokenClaims;
  } catch (error) {
    throw refusal(error);
  }
  throw invalidToken();
}

async function registerJwt(app: App, jwtSecret: string): Promise<void> {
  await app.register(fastifyJwt, {
    secret: jwtSecret,
    sign: { algorithm: ALGORITHM, iss: ISSUER, aud: AUDIENCE },
    verify: {
      // Fixed here, so that the token's own header does not choose how it is checked (RFC 8725, 3.1).
      algorithms: [ALGORITHM],
      allowedIss: ISSUER,
      allowedAud: AUDIENCE,
      // Without this, a token without any audience would pass allowedAud.
      requiredClaims: ['iss', 'aud', 'exp', 'sub', 'sid', 'jti'],
      cache: false,
    },
  });
}

/**
 * Checks access tokens in the Authorization header: HS256 only, issuer `downbeat`, audience `downbeat-api`, not expired,
 * of an auth session that is not revoked. Also decorates the app with `app.jwt`, whose `sign` auth uses.
 */
export function bearerAuthenticator(options: { jwtSecret: string; revocations: Revocations }): Authenticator {
  const { jwtSecret, revocations } = options;
  const present = (request: FastifyRequest): boolean => request.headers.authorization !== undefined;
  const principals = createRecentPrincipals(revocations);
  const authenticate = async (request: FastifyRequest): Promise<Principal> => {
    const { authorization } = request.headers;
    if (authorization === undefined) throw commonErrors.UNAUTHENTICATED({ headers: challenge() });
    if (!/^bearer +\S/i.test(authorization)) throw invalidToken(NOT_BEARER);
    const principal = principals.verified(authorization) ?? principalOf(await verify(request));
    principals.keep(authorization, principal);
    // The revocation list keeps its answers for 2 s itself.
    if (await revocations.isRevoked(principal.authSessionId)) {
      throw commonErrors.SESSION_REVOKED({ headers: challenge('invalid_token') });
    }
    return principal;
  };
  return Object.assign(authenticate, {
    recent: ({ headers }: FastifyRequest) => principals.recent(headers.authorization ?? ''),
    present,
    prepare: (app: App) => registerJwt(app, jwtSecret),
  });
}

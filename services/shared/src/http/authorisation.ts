import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { commonErrors, ProblemError } from '../errors.ts';
import { RoleValues } from '../generated/common.schemas.gen.ts';
import type { Authenticators, Principal, SecurityRequirement } from './types.ts';

const ROLES: ReadonlySet<string> = new Set(RoleValues);
const VERIFIED = 'verified';
/** Admits guests too, who have no account. Without it no route does. */
const GUESTS = 'guests';

function checkScopes(scheme: string, scopes: readonly string[], where: string): void {
  const unknown = scopes.find((scope) => !ROLES.has(scope) && scope !== VERIFIED && scope !== GUESTS);
  if (unknown !== undefined) throw new Error(`${where}: unknown scope ${unknown} of ${scheme}`);
  if (scopes.filter((scope) => ROLES.has(scope)).length > 1) {
    throw new Error(`${where}: ${scheme} asks for two roles at once; write alternatives as separate objects`);
  }
}

/**
 * Checks a route's `security` at the start.
 * @throws Error for what cannot be enforced: an unknown scheme, an unknown scope, two roles at once
 */
export function checkSecurity(
  security: readonly SecurityRequirement[],
  authenticators: Authenticators,
  where: string,
): void {
  for (const alternative of security) {
    for (const [scheme, scopes] of Object.entries(alternative)) {
      if (!Object.hasOwn(authenticators, scheme)) {
        throw new Error(`${where}: no authenticator for the security scheme ${scheme}`);
      }
      checkScopes(scheme, scopes, where);
    }
  }
}

const rolesOf = (scopes: readonly string[]): string[] => scopes.filter((scope) => ROLES.has(scope));

const admits = ({ role }: Principal, scopes: readonly string[]): boolean =>
  role !== 'guest' || scopes.includes(GUESTS);

/** @param roles every role that the operation allows, by this alternative or another */
function requireScopes(principal: Principal, scopes: readonly string[], roles: readonly string[]): void {
  if (!admits(principal, scopes)) throw commonErrors.FORBIDDEN({ detail: 'This is not for guests; sign in' });
  const role = scopes.find((scope) => ROLES.has(scope));
  if (role !== undefined && principal.role !== role) {
    const detail = `This is for the role ${roles.join(' or ')}; yours is ${principal.role}`;
    throw commonErrors.FORBIDDEN({ detail });
  }
  if (scopes.includes(VERIFIED) && !principal.emailVerified) throw commonErrors.EMAIL_NOT_VERIFIED();
}

type Refusal = { refusal: ProblemError; present: boolean };
type Outcome = { principal: Principal | null } | Refusal;

async function tryAlternative(
  alternative: SecurityRequirement,
  authenticators: Authenticators,
  roles: readonly string[],
  request: FastifyRequest,
): Promise<Outcome> {
  let principal: Principal | null = null;
  for (const [scheme, scopes] of Object.entries(alternative)) {
    const authenticate = authenticators[scheme];
    if (authenticate === undefined) throw commonErrors.INTERNAL();
    try {
      principal = await authenticate(request);
      requireScopes(principal, scopes, roles);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status >= 500) throw error;
      return { refusal: error, present: authenticate.present?.(request) ?? true };
    }
  }
  return { principal };
}

/** Which refusal to answer. A credential that was sent ranks above one that was missing; then 403 ranks above 401. */
function chooseRefusal(refusals: readonly Refusal[]): ProblemError {
  const rank = ({ refusal, present }: Refusal): number =>
    (present ? 10 : 0) + (refusal.status === 401 ? 0 : 1);
  const [best] = refusals.toSorted((a, b) => rank(b) - rank(a));
  return best?.refusal ?? commonErrors.UNAUTHENTICATED();
}

/**
 * The hook that enforces a contract's `security`. The first alternative that holds admits the request:
 *
 * | security                                 | admits                                          |
 * | ---------------------------------------- | ----------------------------------------------- |
 * | `[]`                                     | every request                                   |
 * | `[{ bearer: [] }]`                       | every valid access token of an account          |
 * | `[{ bearer: ['guests'] }]`               | the same, and those of guests                   |
 * | `[{ bearer: ['artist'] }]`               | an access token with the role artist            |
 * | `[{ bearer: ['artist', 'verified'] }]`   | the same, with a confirmed e-mail               |
 * | `[{ bearer: [] }, { signature: [] }]`    | either credential                               |
 * | `[{ bearer: [] }, {}]`                   | a valid access token, or no credential at all   |
 */
export function authorise(
  security: readonly SecurityRequirement[],
  authenticators: Authenticators,
): onRequestHookHandler {
  const named = security.filter((alternative) => Object.keys(alternative).length > 0);
  const anonymous = security.length > named.length;
  const roles = [...new Set(named.flatMap((alternative) => Object.values(alternative).flatMap(rolesOf)))];
  const check = async (request: FastifyRequest): Promise<void> => {
    const refusals = [];
    for (const alternative of named) {
      const outcome = await tryAlternative(alternative, authenticators, roles, request);
      if ('principal' in outcome) {
        request.principal = outcome.principal;
        return;
      }
      refusals.push(outcome);
    }
    if (anonymous && refusals.every(({ present }) => !present)) return;
    throw chooseRefusal(refusals);
  };
  const recent = recentPrincipal(named, authenticators);
  return (request, _reply, done) => {
    request.principal = recent(request);
    if (request.principal === null) check(request).then(() => done(), done);
    else done();
  };
}

/** Finds the principal without waiting, where one valid credential is all that is asked for; null when `check` must. */
function recentPrincipal(
  named: readonly SecurityRequirement[],
  authenticators: Authenticators,
): (request: FastifyRequest) => Principal | null {
  const schemes = named.map((alternative) => {
    const [first, ...others] = Object.entries(alternative);
    if (first === undefined || others.length > 0) return undefined;
    const [scheme, scopes] = first;
    return scopes.every((scope) => scope === GUESTS)
      ? { authenticator: authenticators[scheme], scopes }
      : undefined;
  });
  return (request) => {
    // The first credential that was sent decides, as in `check`.
    const sent = schemes.find((scheme) => scheme?.authenticator?.present?.(request) !== false);
    const principal = sent?.authenticator?.recent?.(request);
    return principal !== undefined && admits(principal, sent?.scopes ?? []) ? principal : null;
  };
}

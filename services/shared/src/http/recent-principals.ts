import { createRecentValues } from '../recent-values.ts';
import type { Principal } from './types.ts';

/** The part of the revocation list that authenticators need. */
export interface Revocations {
  isRevoked: (authSessionId: string) => Promise<boolean>;
  /** What `isRevoked` answered a moment ago; null when it must be asked. */
  recentAnswer: (authSessionId: string) => boolean | null;
}

/** How long, and of how many credentials, the result of the verification is kept. */
const VERIFIED_MS = 5_000;
const VERIFIED_KEPT = 10_000;

/** The principals of credentials that were verified in the last seconds, by the whole credential: no part is left out. */
export function createRecentPrincipals({ recentAnswer }: Revocations) {
  const kept = createRecentValues<Principal>({ keptMs: VERIFIED_MS, limit: VERIFIED_KEPT });
  function verified(credential: string): Principal | undefined {
    const principal = kept.get(credential);
    return principal !== undefined && principal.tokenExpiresAt.getTime() > Date.now() ? principal : undefined;
  }
  return {
    /** Undefined when the credential must be verified. Whether the auth session is revoked must still be asked. */
    verified,

    /** Undefined when the credential must be verified, or when it must be asked whether the auth session is revoked. */
    recent(credential: string): Principal | undefined {
      const principal = verified(credential);
      if (principal === undefined) return undefined;
      return recentAnswer(principal.authSessionId) === false ? principal : undefined;
    },

    keep(credential: string, principal: Principal): void {
      if (verified(credential) !== principal) kept.keep(credential, Object.freeze(principal));
    },
  };
}

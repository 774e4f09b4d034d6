import type { Suspect } from './failures.ts';

/** Every Redis key of this service's own is made here; the connection puts its `keyPrefix` in front. */
export const failureKeys = {
  /** Hash of one account as seen from one address: failures, blockedUntilMs. */
  account: ({ account, address }: Suspect) => `auth:failures:account:${account}:${address}`,
  /** Counter of one address's failures in this window. */
  address: ({ address }: Suspect) => `auth:failures:address:${address}`,
} as const;

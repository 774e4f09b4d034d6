/**
 * Every Redis key of the shared code is made here; the connection puts its `keyPrefix` in front. A service with
 * keys of its own keeps them in one such place too.
 */
export const redisKeys = {
  /** Present while a revoked session's tokens would otherwise still be valid. Written by auth, read by all. */
  revokedSession: (sessionId: string) => `revoked:${sessionId}`,
  /** How often a caller has asked for a route in the current window. */
  requestCount: (route: string, caller: string) => `ratelimit:${route}:${caller}`,
  /** The generation of a cache: a new one makes every earlier entry unreachable. */
  cacheGeneration: (cache: string) => `cache:${cache}:generation`,
  cacheEntry: (cache: string, generation: string, key: string) => `cache:${cache}:${generation}:${key}`,
} as const;

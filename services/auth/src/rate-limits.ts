import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { MINUTE_MS } from './clock.ts';
import type { Config } from './config.ts';

const GROUPS_OF_A_64_BIT_NETWORK = 4;

function groupsOf(ip: string): string[] {
  const [head = '', tail] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return tail === undefined ? before : [...before, ...gap, ...after];
}

/**
 * The key under which an IP is counted: an IPv4 address, or the /64 network of an IPv6 address, because one
 * subscriber usually has a whole /64.
 */
export function ipKey(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const network = groupsOf(plain).slice(0, GROUPS_OF_A_64_BIT_NETWORK);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

const perMinute = (max: number) => ({
  max,
  timeWindow: MINUTE_MS,
  keyGenerator: (request: FastifyRequest) => ipKey(request.ip),
});

/** How many requests one IP may send to a route. Login has a throttle of its own. */
export type RateLimits = ReturnType<typeof rateLimitsOf>;

export const rateLimitsOf = (config: Config) => ({
  register: perMinute(config.REGISTRATIONS_PER_MINUTE),
  refresh: perMinute(config.REFRESHES_PER_MINUTE),
  verification: perMinute(config.VERIFICATIONS_PER_MINUTE),
  google: perMinute(config.GOOGLE_STEPS_PER_MINUTE),
});

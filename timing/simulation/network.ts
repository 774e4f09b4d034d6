import type { Random } from './random.ts';

/** One way of a network: how long a packet takes, in milliseconds. */
export interface Network {
  readonly name: string;
  outboundMs(random: Random): number;
  returnMs(random: Random): number;
}

function jittery(name: string, baseMs: number, jitterMs: number): Network {
  const way = (random: Random): number => baseMs + random.exponential(jitterMs);
  return { name, outboundMs: way, returnMs: way };
}

/** A cable that uploads fill: two packets in five wait behind some 100 ms of queue, on the way out only. */
const bufferbloat: Network = {
  name: 'bufferbloat',
  outboundMs: (random) => 15 + random.exponential(1) + (random.uniform() < 0.4 ? random.exponential(100) : 0),
  returnMs: (random) => 15 + random.exponential(1),
};

/** Networks to measure the clock estimate on: a symmetric base and exponential jitter each way, and one with a full queue. */
export const NETWORKS = {
  lan: jittery('LAN 2+exp1', 2, 1),
  wan: jittery('WAN 30+exp5', 30, 5),
  mobile: jittery('4G 30+exp20', 30, 20),
  bufferbloat,
} as const satisfies Record<string, Network>;

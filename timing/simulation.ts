import {
  BURST_INTERVAL_MS,
  BURST_SIZE,
  ClockEstimator,
  microseconds,
  type ProbeSample,
  type Selector,
} from './src/index.ts';

/** A seeded source of randomness, so that every run of a simulation gives the same numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
  /** Normal with mean 0 and the given standard deviation. */
  normal(deviation: number): number;
}

/** Mulberry32 (T. Ettinger, 2017): 32 bits of state, which is enough for jitter. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const exponential = (mean: number): number => -mean * Math.log(1 - uniform());
  const normal = (deviation: number): number =>
    deviation * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, exponential, normal };
}

/** How long a packet takes each way, in milliseconds. */
export interface Network {
  readonly name: string;
  outboundMs(random: Random): number;
  returnMs(random: Random): number;
}

function jittery(name: string, baseMs: number, jitterMs: number): Network {
  const way = (random: Random): number => baseMs + random.exponential(jitterMs);
  return { name, outboundMs: way, returnMs: way };
}

/** An uplink that is full: two packets in five wait in a queue of about 100 ms, on the way out only. */
const bufferbloat: Network = {
  name: 'bufferbloat',
  outboundMs: (random) => 15 + random.exponential(1) + (random.uniform() < 0.4 ? random.exponential(100) : 0),
  returnMs: (random) => 15 + random.exponential(1),
};

/** Networks of the simulation: a symmetric base with exponential jitter each way, and one with a full queue. */
export const NETWORKS = {
  lan: jittery('LAN 2+exp1', 2, 1),
  wan: jittery('WAN 30+exp5', 30, 5),
  mobile: jittery('4G 30+exp20', 30, 20),
  bufferbloat,
} as const satisfies Record<string, Network>;

/** The true reference clock, as a function of the local clock: estimators are compared with it. */
export interface TrueClock {
  referenceAt(localUs: number): number;
}

/** A reference that is `offsetUs` ahead and gains `driftPpm`. */
export function driftingClock(offsetUs: number, driftPpm: number): TrueClock {
  return { referenceAt: (localUs) => localUs + offsetUs + localUs * driftPpm * 1e-6 };
}

/** Simulates one probe sent at a local time. */
export function probe(clock: TrueClock, network: Network, random: Random, localSendUs: number): ProbeSample {
  const arrivedUs = localSendUs + network.outboundMs(random) * 1000;
  const answeredUs = arrivedUs + 20 + random.exponential(30);
  const returnedUs = answeredUs + network.returnMs(random) * 1000;
  return {
    localSendUs: microseconds(localSendUs),
    referenceReceiveUs: microseconds(clock.referenceAt(arrivedUs)),
    referenceSendUs: microseconds(clock.referenceAt(answeredUs)),
    localReceiveUs: microseconds(returnedUs),
  };
}

/** The time between two probes of one burst. */
const PROBE_SPACING_US = 25_000;

export function burst(clock: TrueClock, network: Network, random: Random, startUs: number): ProbeSample[] {
  return Array.from({ length: BURST_SIZE }, (_, index) =>
    probe(clock, network, random, startUs + index * PROBE_SPACING_US),
  );
}

export interface ClockRun {
  /** Just after the first burst. */
  readonly firstErrorMs: number;
  /** At the worst moment: just before the burst that would follow the last. */
  readonly lastErrorMs: number;
  readonly estimator: ClockEstimator;
}

/**
 * Runs one client for a number of bursts against a reference with an unknown offset (up to an hour) and drift
 * (up to 50 ppm either way), and compares its clock with the true one.
 */
export function simulateClock(network: Network, random: Random, bursts: number, select?: Selector): ClockRun {
  const clock = driftingClock((random.uniform() - 0.5) * 7.2e9, (random.uniform() - 0.5) * 100);
  const estimator = new ClockEstimator(select);
  const errorMs = (localUs: number): number =>
    Math.abs(estimator.toReference(microseconds(localUs)) - clock.referenceAt(localUs)) / 1000;
  const intervalUs = BURST_INTERVAL_MS * 1000;
  let firstErrorMs = NaN;
  for (let index = 0; index < bursts; index += 1) {
    const startUs = index * intervalUs;
    estimator.addBurst(burst(clock, network, random, startUs));
    if (index === 0) firstErrorMs = errorMs(BURST_SIZE * PROBE_SPACING_US);
  }
  return { firstErrorMs, lastErrorMs: errorMs(bursts * intervalUs), estimator };
}

/** A seeded source of randomness, so that every run of a simulation is the same run. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
  /** Normal with mean 0 and the given standard deviation. */
  normal(deviation: number): number;
}

/** Mulberry32 (T. Ettinger, 2017): 32 bits of state, good enough for jitter. */
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

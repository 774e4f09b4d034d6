import { RateLimiterCompatibleAbstract, RateLimiterRes } from 'rate-limiter-flexible';

interface Options {
  keyPrefix: string;
  /** How many points `consume` grants. */
  points: number;
  /** Seconds after which a count begins again. */
  duration: number;
}

interface Count {
  points: number;
  endsAtMs: number;
}

type CallOptions = { customDuration?: number } | undefined;

/** Beyond that the oldest counts are forgotten. */
const MAX_KEYS = 100_000;

/**
 * Counts in this process, while Redis is away. It goes by a clock that cannot be set, other than RateLimiterMemory: a step
 * of the wall clock would end its pauses, or make them longer.
 */
export class MemoryLimiter extends RateLimiterCompatibleAbstract {
  override readonly keyPrefix: string;
  override blockDuration = 0;
  override execEvenly = false;
  readonly #points: number;
  readonly #seconds: number;
  readonly #counts = new Map<string | number, Count>();

  constructor({ keyPrefix, points, duration }: Options) {
    super();
    this.keyPrefix = keyPrefix;
    this.#points = points;
    this.#seconds = duration;
  }

  /** Rejects with the count when it is over `points`. */
  override async consume(key: string | number, points = 1, options?: CallOptions): Promise<RateLimiterRes> {
    const result = await this.penalty(key, points, options);
    // As the other limiters do: a refusal is no Error.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (result.consumedPoints > this.#points) throw result;
    return result;
  }

  override async penalty(key: string | number, points = 1, options?: CallOptions): Promise<RateLimiterRes> {
    const count = this.#current(key);
    if (count === undefined) return this.set(key, points, options?.customDuration ?? this.#seconds);
    count.points += points;
    return this.#result(count);
  }

  override async reward(key: string | number, points = 1, options?: CallOptions): Promise<RateLimiterRes> {
    return this.penalty(key, -points, options);
  }

  override async get(key: string | number): Promise<RateLimiterRes | null> {
    const count = this.#current(key);
    return count === undefined ? null : this.#result(count);
  }

  override async set(key: string | number, points: number, seconds: number): Promise<RateLimiterRes> {
    const count = { points, endsAtMs: performance.now() + seconds * 1000 };
    this.#counts.delete(key);
    this.#counts.set(key, count);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MAX_KEYS && oldest !== undefined) this.#counts.delete(oldest);
    return this.#result(count);
  }

  override async block(key: string | number, seconds: number): Promise<RateLimiterRes> {
    return this.set(key, this.#points + 1, seconds);
  }

  override async delete(key: string | number): Promise<boolean> {
    return this.#counts.delete(key);
  }

  #current(key: string | number): Count | undefined {
    const count = this.#counts.get(key);
    return count === undefined || count.endsAtMs <= performance.now() ? undefined : count;
  }

  #result({ points, endsAtMs }: Count): RateLimiterRes {
    return new RateLimiterRes(Math.max(this.#points - points, 0), endsAtMs - performance.now(), points);
  }
}

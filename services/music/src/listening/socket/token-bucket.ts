/** Limits the rate and the burst of events (token bucket, as in the single rate of RFC 2697). */
export class TokenBucket {
  readonly #perMs: number;
  readonly #size: number;
  #tokens: number;
  #filledAtMs: number;

  constructor(perSecond: number, size: number, nowMs: number) {
    this.#perMs = perSecond / 1000;
    this.#size = size;
    this.#tokens = size;
    this.#filledAtMs = nowMs;
  }

  /** Takes tokens; false when there are not as many. */
  take(nowMs: number, count = 1): boolean {
    this.#tokens = Math.min(this.#size, this.#tokens + (nowMs - this.#filledAtMs) * this.#perMs);
    this.#filledAtMs = nowMs;
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }
}

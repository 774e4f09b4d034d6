export interface RetryPolicy {
  baseMs: number;
  capMs: number;
  /** Deliveries begun before a mail is given up. */
  maxAttempts: number;
}

/** Milliseconds until the next try after so many: doubling, capped, spread by a quarter so that mails do not march in step. */
export function retryDelayMs({ baseMs, capMs }: RetryPolicy, attempts: number, random = Math.random): number {
  const full = Math.min(capMs, baseMs * 2 ** (attempts - 1));
  return Math.round(full * (0.75 + random() / 4));
}

import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait, and how often to poll. */
export interface WaitOptions {
  timeoutMs?: number;
  intervalMs?: number;
}

/**
 * Polls until `probe` returns something other than false, null or undefined, and returns that.
 * @throws Error naming `what`, with the last error of `probe`, after the deadline (default 20 s)
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  { timeoutMs = 20_000, intervalMs = 20 }: WaitOptions = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + timeoutMs;
  let cause: unknown;
  while (performance.now() < end) {
    try {
      const found = await probe();
      if (found !== false && found !== null && found !== undefined)
        return found as NonNullable<Exclude<T, false>>;
    } catch (error) {
      cause = error;
    }
    await delay(intervalMs);
  }
  throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
}

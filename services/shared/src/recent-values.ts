interface RecentValuesOptions {
  /** How long a value is used after it was kept. */
  keptMs: number;
  /** The oldest values beyond this number are removed. */
  limit: number;
  /** A monotonic clock in milliseconds: a step of the wall clock must not prolong a value. */
  now?: () => number;
}

/** Values in memory that are used for some seconds, at most `limit` of them. */
export function createRecentValues<T>({ keptMs, limit, now = () => performance.now() }: RecentValuesOptions) {
  const entries = new Map<string, { value: T; until: number }>();
  return {
    get(key: string): T | undefined {
      const entry = entries.get(key);
      return entry !== undefined && entry.until > now() ? entry.value : undefined;
    },
    keep(key: string, value: T): void {
      entries.delete(key);
      entries.set(key, { value, until: now() + keptMs });
      const [oldest] = entries.keys();
      if (entries.size > limit && oldest !== undefined) entries.delete(oldest);
    },
  };
}

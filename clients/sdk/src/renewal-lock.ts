/** The part of `navigator.locks` that is needed here; Node and old browsers have none. */
interface Locks {
  request<T>(name: string, options: { signal: AbortSignal }, work: () => Promise<T>): Promise<T>;
}

/** A tab that holds the lock for longer hangs: then this one goes on without. */
const LOCK_WAIT_MS = 20_000;

/**
 * Runs `work` while no other tab of the origin does. Without Web Locks (an insecure page, an old browser) two tabs may renew
 * at once, and the service gives both the same tokens.
 */
export async function underLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
  if (locks === undefined) return work();
  // Not a flag: the compiler does not see that a callback has changed it.
  const run: { work?: Promise<T> } = {};
  const signal = AbortSignal.timeout(LOCK_WAIT_MS);
  try {
    return await locks.request(name, { signal }, () => (run.work = work()));
  } catch {
    return run.work ?? work();
  }
}

import { aborted } from './errors.ts';

/**
 * Waits for what others may wait for too, until the signal of this one caller ends it: what was begun goes on for the
 * others. Begins nothing for a caller who has gone already.
 *
 * @throws DownbeatError ABORTED, at once when the signal is; whatever the work fails with.
 */
export async function unlessAborted<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work();
  if (signal.aborted) throw aborted(signal.reason);
  const gone = Promise.withResolvers<never>();
  const leave = (): void => gone.reject(aborted(signal.reason));
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work(), gone.promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

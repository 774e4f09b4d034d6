/**
 * Waits for work until the signal aborts. The work itself goes on, e.g. because other callers wait for it too. Does not begin
 * it when the signal has aborted already.
 *
 * @throws the reason of the signal as soon as it aborts; otherwise the error of the work.
 */
export async function unlessAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

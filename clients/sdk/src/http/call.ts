import { aborted, isDownbeatError, type ClientCode, type DownbeatError } from './errors.ts';

/** What `.result()` resolves to: no exception, and the type lists every code that can come. */
export type Result<Data, Code extends string> =
  { ok: true; data: Data } | { ok: false; code: Code | ClientCode; error: DownbeatError<Code> };

/**
 * A call in progress. Awaiting it gives the data or throws a `DownbeatError`; `.result()` gives a `Result`
 * whose `code` is typed by the operation's contract.
 */
export interface Call<Data, Code extends string> extends Promise<Data> {
  result(): Promise<Result<Data, Code>>;
}

export function asCall<Data, Code extends string>(promise: Promise<Data>): Call<Data, Code> {
  const result = (): Promise<Result<Data, Code>> =>
    promise.then(
      (data) => ({ ok: true as const, data }),
      (error: unknown) => {
        if (!isDownbeatError(error)) throw error;
        const typed = error as DownbeatError<Code>;
        return { ok: false as const, code: typed.code, error: typed };
      },
    );
  return Object.assign(promise, { result });
}

/**
 * Waits for shared work until the signal of this one caller aborts. The work itself goes on, because other callers wait
 * for it too. Does not begin the work when the signal has aborted already.
 *
 * @throws DownbeatError ABORTED as soon as the signal aborts; otherwise the error of the work.
 */
export async function unlessAborted<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work();
  if (signal.aborted) throw aborted(signal.reason);
  const abortion = Promise.withResolvers<never>();
  const onAbort = (): void => abortion.reject(aborted(signal.reason));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), abortion.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

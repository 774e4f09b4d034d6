import { DownbeatError, type ClientCode } from './errors.ts';

/** What `.result()` resolves to: no exception, and every code that can come is in the type. */
export type Result<Data, Code extends string> =
  { ok: true; data: Data } | { ok: false; code: Code | ClientCode; error: DownbeatError<Code> };

/**
 * A call under way. Awaiting it gives the data or throws a `DownbeatError`; `.result()` gives a `Result`
 * whose `code` is typed by the operation's contract.
 */
export interface Call<Data, Code extends string> extends Promise<Data> {
  result(): Promise<Result<Data, Code>>;
}

/** Gives a promise of an operation's data the `.result()` view. */
export function asCall<Data, Code extends string>(promise: Promise<Data>): Call<Data, Code> {
  const result = (): Promise<Result<Data, Code>> =>
    promise.then(
      (data) => ({ ok: true as const, data }),
      (error: unknown) => {
        if (!(error instanceof DownbeatError)) throw error;
        const typed = error as DownbeatError<Code>;
        return { ok: false as const, code: typed.code, error: typed };
      },
    );
  return Object.assign(promise, { result });
}

import type { DownbeatError } from './errors.ts';

/** One try of a call. */
export interface Attempt {
  operationId: string;
  method: string;
  url: URL;
  /** 0 for the first try. */
  attempt: number;
}

/** Called for every try of every call. They must not throw. */
export interface Hooks {
  /** Before a request is sent. `headers` may be changed, e.g. for tracing. */
  onRequest?(request: Attempt & { headers: Headers }): void;
  /** When the head of an answer has arrived, whatever its status. */
  onResponse?(answer: Attempt & { response: Response; requestId: string | null; durationMs: number }): void;
  /** @param failure `retryInMs` is null when the caller gets the error */
  onError?(failure: Attempt & { error: DownbeatError; durationMs: number; retryInMs: number | null }): void;
}

/**
 * The hooks, and with `write` one line for each answer and each failure. Most clients have no log, so it is loaded for those
 * that do.
 */
export function withLog(hooks: Hooks = {}, write?: (line: string) => void): Hooks | Promise<Hooks> {
  if (!write) return hooks;
  return import('./log-hooks.ts').then(
    ({ logHooks }) => logHooks(hooks, write),
    () => hooks,
  );
}

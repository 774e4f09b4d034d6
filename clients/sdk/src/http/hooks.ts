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

/** Hooks that write one line for each answer and each failure: no header, no body, no query. */
export function logHooks(log: (line: string) => void): Hooks {
  const head = ({ operationId, method, url, attempt }: Attempt): string =>
    `downbeat ${operationId}: ${method} ${url.origin}${url.pathname}${attempt > 0 ? ` (try ${attempt + 1})` : ''}`;
  return {
    onResponse: (answer) =>
      log(
        `${head(answer)} ${answer.response.status} in ${Math.round(answer.durationMs)} ms, request ${answer.requestId}`,
      ),
    onError: (failure) =>
      log(
        `${head(failure)} ${failure.error.code}` +
          (failure.retryInMs === null ? '' : `, again in ${Math.round(failure.retryInMs)} ms`),
      ),
  };
}

/** Calls the hooks of both. */
export function bothHooks(first: Hooks, second: Hooks): Hooks {
  return {
    onRequest: (request) => (first.onRequest?.(request), second.onRequest?.(request)),
    onResponse: (answer) => (first.onResponse?.(answer), second.onResponse?.(answer)),
    onError: (failure) => (first.onError?.(failure), second.onError?.(failure)),
  };
}

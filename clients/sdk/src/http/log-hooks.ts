import type { Attempt, Hooks } from './hooks.ts';

/** These hooks, and one line for each answer and each failure: no header, no body, no query. */
export function logHooks(hooks: Hooks, log: (line: string) => void): Hooks {
  const head = ({ operationId, method, url, attempt }: Attempt): string =>
    `downbeat ${operationId}: ${method} ${url.origin}${url.pathname}${attempt > 0 ? ` (try ${attempt + 1})` : ''}`;
  return {
    onRequest: (request) => hooks.onRequest?.(request),
    onResponse: (answer) => {
      hooks.onResponse?.(answer);
      log(
        `${head(answer)} ${answer.response.status} in ${Math.round(answer.durationMs)} ms, request ${answer.requestId}`,
      );
    },
    onError: (failure) => {
      hooks.onError?.(failure);
      log(
        `${head(failure)} ${failure.error.code}` +
          (failure.retryInMs === null ? '' : `, again in ${Math.round(failure.retryInMs)} ms`),
      );
    },
  };
}

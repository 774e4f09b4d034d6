import type { Attempt, Hooks } from './hooks.ts';

/** Hooks that write one line for each answer and each failure: no header, no body, no query. */
export function logHooks(log: (line: string) => void): Required<Pick<Hooks, 'onResponse' | 'onError'>> {
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

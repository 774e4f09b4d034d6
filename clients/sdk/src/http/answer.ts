import { DownbeatError, type Problem, problemText } from './errors.ts';
import type { ErrorCode } from './error-code.ts';
import type { OperationEntry } from './operation.ts';
import { retryAfterMsOf } from './retry.ts';

/** Reads an answer in the form that the contract states for its status. */
export async function readAnswer(entry: OperationEntry, response: Response): Promise<unknown> {
  if (entry.use === 'navigate' && isRedirect(response)) return undefined;
  switch (entry.success[response.status]) {
    case 'json':
      return response.json();
    case 'text':
      return response.text();
    case 'binary':
      return response;
    case 'none':
      await response.body?.cancel();
      return undefined;
    default:
      throw await failure(response);
  }
}

/** A browser hides a redirect's target and status from scripts (Fetch, opaque-redirect filtered response). */
function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

async function failure(response: Response): Promise<DownbeatError> {
  const { status, headers } = response;
  const problem = problemIn(await response.text());
  const message = problem ? problemText(problem) : `${status} without a problem document`;
  return new DownbeatError(problem?.code ?? 'UNEXPECTED_RESPONSE', message, {
    problem,
    status,
    requestId: problem?.requestId ?? headers.get('x-request-id'),
    retryAfterMs: retryAfterMsOf(headers),
  });
}

/** Null for what is no problem document: proxies and captive portals send errors in other shapes. */
function problemIn(text: string): Problem<ErrorCode> | null {
  try {
    const value = JSON.parse(text) as Problem<ErrorCode> | null;
    return typeof value?.code === 'string' && typeof value.title === 'string' ? value : null;
  } catch {
    return null;
  }
}

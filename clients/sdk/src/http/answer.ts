import { DownbeatError, errorFromProblem, isProblem } from './errors.ts';
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
  const body = parseJson(await response.text());
  const { status, headers } = response;
  const init = { status, requestId: headers.get('x-request-id'), retryAfterMs: retryAfterMsOf(headers) };
  if (isProblem(body)) return errorFromProblem(body, init);
  return new DownbeatError('UNEXPECTED_RESPONSE', `${status} without a problem document`, init);
}

/** Null for text that is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import type { CallOptions, OperationEntry } from '../generated/call.gen.ts';
import { aborted, DownbeatError, errorFromProblem, isProblem } from './errors.ts';
import { operationBody, operationHeaders, operationUrl, type OperationInput } from './operation.ts';

/** A file takes its time on a slow line. */
const UPLOAD_TIMEOUT_MS = 600_000;

export type Fetch = typeof globalThis.fetch;

export interface SendOptions {
  fetch: Fetch;
  baseUrl: string;
  /** Milliseconds; every call has a deadline. A call's own `timeoutMs` goes before it. */
  timeoutMs: number;
}

/** One call, ready to be sent, and to be sent again with another token. */
export interface PreparedCall {
  entry: OperationEntry;
  input: OperationInput;
  options: CallOptions;
}

/**
 * Sends one request and reads its answer by the kind that the contract states. Of an operation that a browser is to be
 * sent to, it finds out whether it would be sent on, and follows no redirect.
 *
 * @throws DownbeatError with the service's code, or NETWORK_ERROR, TIMEOUT, ABORTED, UNEXPECTED_RESPONSE.
 */
export async function send(
  { entry, input, options }: PreparedCall,
  accessToken: string | null,
  { fetch, baseUrl, timeoutMs }: SendOptions,
): Promise<unknown> {
  const url = operationUrl(baseUrl, entry, input);
  const { body, headers } = operationBody(entry, input);
  const authorization = accessToken === null ? {} : { authorization: `Bearer ${accessToken}` };
  const limitMs = options.timeoutMs ?? (entry.request === 'multipart' ? UPLOAD_TIMEOUT_MS : timeoutMs);
  const late = new AbortController();
  const deadline = late.signal;
  const timer = setTimeout(() => late.abort(), limitMs);
  const init: RequestInit = {
    method: entry.method,
    headers: { ...headers, ...operationHeaders(input), ...authorization },
    // The way that a browser is to be sent leads to others, who answer no script.
    redirect: entry.use === 'navigate' ? 'manual' : 'follow',
    signal: options.signal ? AbortSignal.any([deadline, options.signal]) : deadline,
    ...(body === undefined ? {} : { body }),
  };
  try {
    return await readAnswer(entry, await fetch(url, init));
  } catch (error) {
    throw asDownbeatError(error, baseUrl, deadline, options.signal);
  } finally {
    // A binary answer is handed over unread: reading it takes as long as it takes.
    clearTimeout(timer);
  }
}

async function readAnswer(entry: OperationEntry, response: Response): Promise<unknown> {
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

/** Where one leads is hidden from scripts in a browser, its status too (Fetch, opaque-redirect filtered response). */
function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

async function failure(response: Response): Promise<DownbeatError> {
  const text = await response.text();
  const body = parsed(text);
  if (isProblem(body)) return errorFromProblem(body);
  return new DownbeatError('UNEXPECTED_RESPONSE', `${response.status} without a problem document`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function asDownbeatError(
  error: unknown,
  baseUrl: string,
  deadline: AbortSignal,
  signal: AbortSignal | undefined,
): DownbeatError {
  if (isDownbeatError(error)) return error;
  if (signal?.aborted) return aborted(error);
  if (deadline.aborted) return new DownbeatError('TIMEOUT', 'No answer within the limit', { cause: error });
  if (error instanceof SyntaxError) {
    return new DownbeatError('UNEXPECTED_RESPONSE', 'The answer is not the JSON it says it is', {
      cause: error,
    });
  }
  return new DownbeatError('NETWORK_ERROR', `${baseUrl} could not be reached`, { cause: error });
}

/** Tells this SDK's error from any other, with its code as text. */
export function isDownbeatError(error: unknown): error is DownbeatError {
  return error instanceof DownbeatError;
}

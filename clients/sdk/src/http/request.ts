import type { CallOptions, OperationEntry } from '../generated/call.gen.ts';
import { aborted, DownbeatError, errorFromProblem, isDownbeatError, isProblem } from './errors.ts';

/** Uploads get more time than other calls: a large file over a slow line takes minutes. */
const UPLOAD_TIMEOUT_MS = 600_000;

export type Fetch = typeof globalThis.fetch;

/** A method's input: path, query and body in one flat object, told apart by the operation's table row. */
export type OperationInput = Readonly<Record<string, unknown>>;

/** What the contracts allow in a path or a query. */
type Scalar = string | number | boolean;

export interface SendOptions {
  fetch: Fetch;
  baseUrl: string;
  /** The deadline of a call in milliseconds, unless the call has a `timeoutMs` of its own. */
  timeoutMs: number;
}

/** One call, ready to be sent, and to be sent again with another token. */
export interface PreparedCall {
  entry: OperationEntry;
  input: OperationInput;
  options: CallOptions;
}

/**
 * Sends one request and reads its answer in the form that the contract states. For a `navigate` operation it only finds
 * out whether the service would redirect a browser; it does not follow the redirect.
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
    // A `navigate` operation redirects to a third party, which answers browsers but not scripts.
    redirect: entry.use === 'navigate' ? 'manual' : 'follow',
    signal: options.signal ? AbortSignal.any([deadline, options.signal]) : deadline,
    ...(body === undefined ? {} : { body }),
  };
  try {
    return await readAnswer(entry, await fetch(url, init));
  } catch (error) {
    throw asDownbeatError(error, baseUrl, deadline, options.signal);
  } finally {
    // The deadline does not cover the body of a binary answer, which the caller reads.
    clearTimeout(timer);
  }
}

/**
 * The URL of a call.
 *
 * @throws TypeError when a path parameter is missing, or would lead to another operation.
 */
export function operationUrl(baseUrl: string, entry: OperationEntry, input: OperationInput): URL {
  const path = entry.path.replace(/{(\w+)}/g, (_match, name: string) => {
    const value = input[name] as Scalar | undefined;
    if (value === undefined) throw new TypeError(`${entry.method} ${entry.path} needs ${name}`);
    const text = String(value);
    // URL resolution removes these segments, so the path would name another operation.
    if (['', '.', '..'].includes(text)) throw new TypeError(`${name} must not be '${text}'`);
    return encodeURIComponent(text);
  });
  const url = new URL(baseUrl.replace(/\/+$/, '') + path);
  for (const name of entry.queryParameters) {
    const value = input[name] as Scalar | undefined;
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

/** The body and its headers. `fetch` sets the type of a multipart body, because it knows the boundary. */
function operationBody(
  entry: OperationEntry,
  input: OperationInput,
): { body?: BodyInit; headers: Record<string, string> } {
  if (entry.request === 'none') return { headers: {} };
  const elsewhere = new Set([...entry.pathParameters, ...entry.queryParameters, 'headers']);
  const parts = Object.entries(input).filter(([name, value]) => !elsewhere.has(name) && value !== undefined);
  if (entry.request === 'multipart') return { body: toFormData(parts), headers: {} };
  return { body: JSON.stringify(Object.fromEntries(parts)), headers: { 'content-type': 'application/json' } };
}

/** The headers that the contract names, from the input's `headers`. */
function operationHeaders(input: OperationInput): Record<string, string> {
  const named = Object.entries(input.headers ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named.map(([name, value]) => [name, String(value)]));
}

/** Puts text parts first, so that a server can refuse them before it reads a long file. */
function toFormData(parts: [string, unknown][]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) if (!(value instanceof Blob)) form.set(name, String(value));
  for (const [name, value] of parts) if (value instanceof Blob) form.set(name, value);
  return form;
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

/** A browser hides a redirect's target and status from scripts (Fetch, opaque-redirect filtered response). */
function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

async function failure(response: Response): Promise<DownbeatError> {
  const body = parseJson(await response.text());
  if (isProblem(body)) return errorFromProblem(body);
  return new DownbeatError('UNEXPECTED_RESPONSE', `${response.status} without a problem document`);
}

function parseJson(text: string): unknown {
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
    const message = 'The answer is not the JSON that its status promises';
    return new DownbeatError('UNEXPECTED_RESPONSE', message, { cause: error });
  }
  return new DownbeatError('NETWORK_ERROR', `${baseUrl} could not be reached`, { cause: error });
}

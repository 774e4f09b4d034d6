import type { CallOptions } from '../generated/call.gen.ts';
import { readAnswer } from './answer.ts';
import { DownbeatError, isDownbeatError } from './errors.ts';
import type { Attempt, Hooks } from './hooks.ts';
import type { OperationEntry } from './operation.ts';
import {
  bodyFields,
  type HeaderOptions,
  isRepeatable,
  jsonBody,
  operationUrl,
  optionHeaders,
  type OperationInput,
} from './request.ts';
import { DEFAULT_RETRIES, pause, retryDelayMs } from './retry.ts';
import type { UploadOptions } from './upload-source.ts';

/** Uploads get more time than other calls: a large file over a slow line takes minutes. */
const UPLOAD_TIMEOUT_MS = 600_000;

/** Loaded only when it is used: an application that uploads nothing does not need it. */
const uploads = () => import('./upload.ts');

export type Fetch = typeof globalThis.fetch;

export interface SendOptions {
  fetch: Fetch;
  baseUrl: string;
  /** The deadline of a call in milliseconds, with its retries, unless the call has a `timeoutMs` of its own. */
  timeoutMs: number;
  maxRetries?: number | undefined;
  /** A promise while the log is loaded. */
  hooks: Hooks | Promise<Hooks>;
}

/** One call, ready to be sent, and to be sent again with another token. */
export interface PreparedCall {
  operationId: string;
  entry: OperationEntry;
  input: OperationInput;
  options: CallOptions & HeaderOptions & UploadOptions;
}

/** What a call resolves to, and the answer that it came with. */
export interface Answer {
  data: unknown;
  response: Response;
}

/**
 * Runs a call until its time limit, or until its own signal aborts. The limit covers the waits for tokens too, but not the
 * body of a binary answer, which the caller reads.
 *
 * @throws DownbeatError TIMEOUT, ABORTED; otherwise the error of the call.
 */
export async function withinLimit(
  { entry, input, options: own }: PreparedCall,
  { timeoutMs }: SendOptions,
  run: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const limitMs = own.timeoutMs ?? (entry.request === 'multipart' ? UPLOAD_TIMEOUT_MS : timeoutMs);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), limitMs);
  const signal = own.signal ? AbortSignal.any([late.signal, own.signal]) : late.signal;
  try {
    return await run(signal);
  } catch (cause) {
    if (own.signal?.aborted) throw new DownbeatError('ABORTED', 'Aborted', { cause: own.signal.reason });
    if (signal.aborted) throw new DownbeatError('TIMEOUT', 'No answer in time', { cause });
    throw cause;
  } finally {
    clearTimeout(timer);
    if (entry.request === 'multipart') {
      // Ends what is being read, and then what was never read: the call may have been refused before it was sent.
      late.abort();
      void uploads().then(
        ({ endStreams }) => endStreams(input),
        () => undefined,
      );
    }
  }
}

/**
 * Sends a call and reads its answer in the form that the contract states; sends it again after a failure that may pass.
 * For a `navigate` operation it only finds out whether the service would redirect a browser; it does not follow the
 * redirect.
 *
 * @throws DownbeatError with the service's code, or NETWORK_ERROR, UNEXPECTED_RESPONSE; the reason of the signal.
 */
export async function send(
  call: PreparedCall,
  accessToken: string | null,
  options: SendOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const { entry, input, operationId, options: own } = call;
  const retries = maySendAgain(call) ? (own.maxRetries ?? options.maxRetries ?? DEFAULT_RETRIES) : 0;
  const url = operationUrl(options.baseUrl, entry, input);
  const hooks = await options.hooks;
  for (let attempt = 0; ; attempt += 1) {
    const context = { operationId, method: entry.method, url, attempt };
    const startMs = performance.now();
    try {
      return await sendOnce(call, accessToken, { fetch: options.fetch, hooks }, { ...context, signal });
    } catch (cause) {
      const error = asDownbeatError(cause, options.baseUrl);
      const retryInMs = attempt < retries && !signal.aborted ? retryDelayMs(error, entry, attempt) : null;
      const durationMs = performance.now() - startMs;
      hooks.onError?.({ ...context, error, durationMs, retryInMs });
      if (retryInMs === null) throw error;
      await pause(retryInMs, signal);
    }
  }
}

function maySendAgain({ entry, input, options }: PreparedCall): boolean {
  // After a first try that took effect, a second one with the same If-Match would be refused.
  const isConditional = options.ifMatch !== undefined && !entry.keyed;
  return !isConditional && isRepeatable(input);
}

async function sendOnce(
  call: PreparedCall,
  accessToken: string | null,
  { fetch, hooks }: { fetch: Fetch; hooks: Hooks },
  { signal, ...context }: Attempt & { signal: AbortSignal },
): Promise<Answer> {
  const headers = optionHeaders(call.options);
  if (accessToken !== null) headers.set('authorization', `Bearer ${accessToken}`);
  hooks.onRequest?.({ ...context, headers });
  const startMs = performance.now();
  const response = await request(call, { url: context.url, headers, signal }, fetch);
  const requestId = response.headers.get('x-request-id');
  hooks.onResponse?.({ ...context, response, requestId, durationMs: performance.now() - startMs });
  return { data: await readAnswer(call.entry, response), response };
}

async function request(
  { entry, input, options }: PreparedCall,
  { url, headers, signal }: { url: URL; headers: Headers; signal: AbortSignal },
  fetch: Fetch,
): Promise<Response> {
  const { method } = entry;
  if (entry.request === 'multipart') {
    const { sendUpload } = await uploads();
    return sendUpload({ url, method, headers, signal, fields: bodyFields(entry, input) }, options, fetch);
  }
  const body = jsonBody(entry, input);
  if (body !== null) headers.set('content-type', 'application/json');
  // A `navigate` operation redirects to a third party, which answers browsers but not scripts.
  const redirect = entry.use === 'navigate' ? 'manual' : 'follow';
  return fetch(url, { method, headers, redirect, signal, body });
}

function asDownbeatError(error: unknown, baseUrl: string): DownbeatError {
  if (isDownbeatError(error)) return error;
  if (error instanceof SyntaxError) {
    const message = 'Not JSON';
    return new DownbeatError('UNEXPECTED_RESPONSE', message, { cause: error });
  }
  return new DownbeatError('NETWORK_ERROR', `${baseUrl} could not be reached${corsHint(baseUrl)}`, {
    cause: error,
  });
}

/** A browser does not tell a page why a request to another origin failed. */
function corsHint(baseUrl: string): string {
  const origin = (globalThis as { location?: { origin: string } }).location?.origin;
  if (origin === undefined || new URL(baseUrl).origin === origin) return '';
  return `, or its CORS_ORIGINS lacks ${origin}`;
}

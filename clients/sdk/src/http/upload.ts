// Uploads. The core loads this part with the first one.
import type { OperationInput } from './request.ts';
import type { Fetch } from './send.ts';
import { unlessAborted } from './abort.ts';
import { type FormParts, multipartBody, tellProgress } from './multipart-body.ts';
import { endStream, formFile, readSource } from './read-source.ts';
import { isStream, platformFetch, type UploadOptions, type UploadSource } from './upload-source.ts';

export interface UploadRequest {
  url: URL;
  method: string;
  headers: Headers;
  signal: AbortSignal;
  fields: [name: string, value: string | number | boolean | object | null][];
}

/**
 * Sends a form with files. A browser reports progress only to XMLHttpRequest, which a client with a `fetch` of its own does not use,
 * and sends no streams, so streams are read into memory there. Elsewhere the body is encoded as it is sent; Node's own encoding of a `FormData` ends the process when the
 * request is aborted.
 */
export async function sendUpload(
  request: UploadRequest,
  { onProgress }: UploadOptions,
  fetch: Fetch,
): Promise<Response> {
  const { url, method, headers, signal } = request;
  const parts = formParts(request.fields);
  if (!isBrowser()) {
    const { totalBytes, ...encoded } = multipartBody({ parts, signal }, onProgress);
    headers.set('content-type', encoded.contentType);
    if (totalBytes !== null) headers.set('content-length', String(totalBytes));
    const init = { method, headers, signal, body: encoded.body, duplex: 'half' };
    return await fetch(url, init).catch((error: unknown) => {
      throw encoded.failure() ?? error;
    });
  }
  const form = new FormData();
  for (const [name, value] of parts.texts) form.set(name, value);
  for (const [name, source] of parts.files)
    form.set(name, await unlessAborted(() => browserFile(source, signal), signal));
  return onProgress === undefined || fetch !== platformFetch
    ? fetch(url, { method, headers, signal, body: form })
    : sendByXhr(request, form, onProgress);
}

/** Ends the streams of an input, so that no file stays open when the call is over before it was sent. */
export function endStreams(input: OperationInput): void {
  for (const value of Object.values(input))
    if (isStream(value)) endStream(value as UploadSource).catch(() => undefined);
}

/** Texts first, so that a server can refuse them before it reads a long file. */
function formParts(fields: UploadRequest['fields']): FormParts {
  const parts: FormParts = { texts: [], files: [] };
  for (const [name, value] of fields) {
    // Callers without types say so that there is none.
    if (value === null) continue;
    if (typeof value === 'object') parts.files.push([name, value as UploadSource]);
    else parts.texts.push([name, String(value)]);
  }
  return parts;
}

function isBrowser(): boolean {
  return typeof XMLHttpRequest === 'function';
}

async function browserFile(source: UploadSource, signal: AbortSignal): Promise<Blob> {
  const file = formFile(source);
  const { data, name, type } = file;
  if (!isStream(data)) return new File([data as BlobPart], name, { type });
  const chunks: BlobPart[] = [];
  for await (const chunk of readSource(file, signal)) chunks.push(chunk);
  return new File(chunks, name, { type });
}

/** Statuses whose answers have no body; a `Response` refuses one (Fetch, null body status). */
const BODILESS = new Set([204, 205, 304]);

function sendByXhr(
  { url, method, headers, signal }: UploadRequest,
  form: FormData,
  onProgress: NonNullable<UploadOptions['onProgress']>,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = (): void => xhr.abort();
    xhr.open(method, url);
    xhr.responseType = 'arraybuffer';
    headers.forEach((value, name) => xhr.setRequestHeader(name, value));
    xhr.upload.onprogress = ({ loaded, total, lengthComputable }) =>
      tellProgress(onProgress, { sentBytes: loaded, totalBytes: lengthComputable ? total : null });
    xhr.onload = () => {
      const init = { status: xhr.status, headers: headersOf(xhr.getAllResponseHeaders()) };
      resolve(new Response(BODILESS.has(xhr.status) ? null : (xhr.response as ArrayBuffer), init));
    };
    xhr.onerror = () => reject(new TypeError('The upload failed'));
    xhr.onabort = () => reject(signal.reason as Error);
    xhr.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort, { once: true });
    xhr.send(form);
    if (signal.aborted) abort();
  });
}

function headersOf(text: string): Headers {
  const headers = new Headers();
  for (const line of text.trim().split('\r\n')) {
    const at = line.indexOf(':');
    if (at > 0) headers.append(line.slice(0, at), line.slice(at + 1).trim());
  }
  return headers;
}

import type { IdempotencyOption, IfMatchOption } from '../generated/call.gen.ts';
import type { OperationEntry } from './operation.ts';
import { isStream } from './upload-source.ts';

/** A method's input: path, query and body in one flat object, told apart by the operation's table row. */
export type OperationInput = Readonly<Record<string, unknown>>;

/** What the contracts allow in a path or a query. */
type Scalar = string | number | boolean;

/**
 * The URL of a path of the contract. The base URL may have a path of its own, behind which a proxy serves the service.
 *
 * @param query names and values; what is undefined is left out
 */
export function serviceUrl(
  baseUrl: string,
  path: string,
  query: readonly [string, Scalar | readonly Scalar[] | undefined][],
): URL {
  // Files of a media provider have URLs of their own.
  const url = new URL(URL.canParse(path) ? path : baseUrl + path);
  for (const [name, value] of query) if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

/**
 * The URL of a call.
 *
 * @throws TypeError when a path parameter is missing, or would lead to another operation.
 */
export function operationUrl(baseUrl: string, entry: OperationEntry, input: OperationInput): URL {
  const path = entry.path.replace(/{(\w+)}/g, (_match, name: string) => {
    const text = String((input[name] as Scalar | undefined) ?? '');
    // URL resolution removes these segments, so the path would name another operation.
    if (/^\.{0,2}$/.test(text)) throw new TypeError(`${name} must not be '${text}'`);
    return encodeURIComponent(text);
  });
  return serviceUrl(
    baseUrl,
    path,
    entry.query.map((name) => [name, input[name] as Scalar | undefined]),
  );
}

/** The JSON body; null for an operation without one. */
export function jsonBody(entry: OperationEntry, input: OperationInput): string | null {
  return entry.request === 'json' ? JSON.stringify(Object.fromEntries(bodyFields(entry, input))) : null;
}

/** Whether the call can be sent again: a stream is read only once. */
export function isRepeatable(input: OperationInput): boolean {
  return !Object.values(input).some(isStream);
}

/** The fields of the body, by name. */
export function bodyFields(entry: OperationEntry, input: OperationInput): [string, Scalar | object][] {
  const isOfBody = ([name, value]: [string, unknown]): boolean =>
    value !== undefined && !entry.query.includes(name) && !entry.path.includes(`{${name}}`);
  return Object.entries(input).filter(isOfBody) as [string, Scalar | object][];
}

/** The options of calls that are sent as headers. */
export type HeaderOptions = IfMatchOption & IdempotencyOption;

/** The headers that the contract names, from the options of a call. */
export function optionHeaders({ ifMatch, idempotencyKey }: HeaderOptions): Headers {
  const headers = new Headers();
  if (ifMatch !== undefined) headers.set('if-match', ifMatch);
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  return headers;
}

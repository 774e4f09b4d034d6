import type { IdempotencyOption, IfMatchOption } from '../generated/call.gen.ts';
import type { OperationEntry } from './operation.ts';

/** A method's input: path, query and body in one flat object, told apart by the operation's table row. */
export type OperationInput = Readonly<Record<string, unknown>>;

/** What the contracts allow in a path or a query. */
type Scalar = string | number | boolean;

/** The URL of a path of the contract. The base URL may have a path of its own, behind which a proxy serves the service. */
export function serviceUrl(baseUrl: string, path: string): URL {
  // Files of a media provider have URLs of their own.
  if (URL.canParse(path)) return new URL(path);
  return new URL(baseUrl.replace(/\/+$/, '') + path);
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
  const url = serviceUrl(baseUrl, path);
  for (const name of entry.queryParameters) {
    const value = input[name] as Scalar | undefined;
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

/** The body and its headers. `fetch` sets the type of a multipart body, because it knows the boundary. */
export function operationBody(
  entry: OperationEntry,
  input: OperationInput,
): { body?: BodyInit; headers: Record<string, string> } {
  if (entry.request === 'none') return { headers: {} };
  const elsewhere = new Set([...entry.pathParameters, ...entry.queryParameters]);
  const parts = Object.entries(input).filter(([name, value]) => !elsewhere.has(name) && value !== undefined);
  if (entry.request === 'multipart') return { body: toFormData(parts), headers: {} };
  return { body: JSON.stringify(Object.fromEntries(parts)), headers: { 'content-type': 'application/json' } };
}

/** The options of calls that are sent as headers. */
export type HeaderOptions = IfMatchOption & IdempotencyOption;

/** The headers that the contract names, from the options of a call. */
export function optionHeaders({ ifMatch, idempotencyKey }: HeaderOptions): Record<string, string> {
  return {
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  };
}

/** Puts text parts first, so that a server can refuse them before it reads a long file. */
function toFormData(parts: [string, unknown][]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) if (!(value instanceof Blob)) form.set(name, String(value));
  for (const [name, value] of parts) if (value instanceof Blob) form.set(name, value);
  return form;
}

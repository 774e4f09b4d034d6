// An operation as a command of curl and as a call of the SDK, with the example of its contract.
import { type Contract, type Json, type Media, type Operation, type Parameter, resolve } from './contract.ts';

export interface Call {
  service: string;
  contract: Contract;
  method: string;
  path: string;
  operation: Operation;
  parameters: readonly Parameter[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** All operations of a contract, with the parameters of their paths. */
export function callsOf(service: string, contract: Contract): Call[] {
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    methods
      .filter((method) => method in item)
      .map((method): Call => {
        const operation = item[method] as Operation;
        const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
        const all = parameters.map((parameter) => resolve(contract, parameter));
        return { service, contract, method: method.toUpperCase(), path, operation, parameters: all };
      }),
  );
}

/** The first example of a body or an answer. */
export function exampleOf(contract: Contract, media: Media | undefined): Json | undefined {
  const [first] = Object.values(media?.examples ?? {});
  return first && resolve(contract, first).value;
}

/** The body of the request: its type and its example. */
export function bodyOf({
  contract,
  operation,
}: Call): { type: string; media: Media; example: Json } | undefined {
  const [content] = Object.entries(operation.requestBody?.content ?? {});
  if (content === undefined) return undefined;
  const [type, media] = content;
  return { type, media, example: exampleOf(contract, media) ?? {} };
}

function valueOf({ contract }: Call, { example, schema }: Parameter): Json {
  const { examples, enum: allowed } = resolve(contract, schema);
  return example ?? examples?.[0] ?? allowed?.[0] ?? '...';
}

const needed = (call: Call, location: Parameter['in']): [string, Json][] =>
  call.parameters
    .filter((parameter) => parameter.in === location && parameter.required === true)
    .map((parameter) => [parameter.name, valueOf(call, parameter)]);

const inShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const isFile = (call: Call, name: string): boolean => {
  const schema = bodyOf(call)?.media.schema;
  const field = schema && resolve(call.contract, schema).properties?.[name];
  return field !== undefined && resolve(call.contract, field).format === 'binary';
};

/** The security of an operation, or of its whole contract. */
export const securityOf = ({ contract, operation }: Call): Record<string, string[]>[] =>
  operation.security ?? contract.security ?? [];

/** The address with an example for each parameter that is needed. */
function urlOf(call: Call): string {
  const path = needed(call, 'path').reduce(
    (at, [name, value]) => at.replace(`{${name}}`, textOf(value)),
    call.path,
  );
  const query = new URLSearchParams(
    needed(call, 'query').map(([name, value]): [string, string] => [name, textOf(value)]),
  ).toString();
  return `"$${call.service.toUpperCase()}${path}${query && `?${query}`}"`;
}

/** The options of curl that send the example of the body. */
function bodyOptions(call: Call): string[] {
  const body = bodyOf(call);
  if (body?.type === 'application/json')
    return [`-H 'content-type: application/json'`, `-d ${inShell(JSON.stringify(body.example))}`];
  if (body?.type !== 'multipart/form-data') return [];
  return Object.entries(body.example as Record<string, Json>).map(([name, value]) =>
    isFile(call, name) ? `-F ${name}=@song.mp3` : `-F ${inShell(`${name}=${textOf(value)}`)}`,
  );
}

export function curlOf(call: Call): string {
  const isImplied = call.method === 'GET' || (call.method === 'POST' && bodyOf(call) !== undefined);
  const lines = [`curl -s${isImplied ? '' : ` -X ${call.method}`} ${urlOf(call)}`];
  if (securityOf(call).some((alternative) => 'bearer' in alternative))
    lines.push(`-H "authorization: Bearer $TOKEN"`);
  return [...lines, ...bodyOptions(call)].join(' \\\n  ');
}

/** A value as TypeScript. */
function literal(value: Json, isOuter = false): string {
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  if (Array.isArray(value)) return `[${value.map((item) => literal(item)).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const pairs = Object.entries(value).map(
    ([name, item]) => `${/^\w+$/.test(name) ? name : `'${name}'`}: ${literal(item)}`,
  );
  const line = `{ ${pairs.join(', ')} }`;
  return isOuter && line.length > 60 ? `{\n  ${pairs.join(',\n  ')},\n}` : line;
}

/** Whether the SDK has the operation as a call of a room. */
export const isCallOfRoom = ({ operation }: Call): boolean => operation['x-sdk-entry'] === 'listening';

/** The entries of the SDK that have calls of their own. */
const entries: Readonly<Record<string, string>> = {
  library: 'libraryOf(downbeat)',
  together: 'togetherOf(downbeat)',
};

/** What the SDK calls the operation on: a service, or its entry of its own. */
const receiverOf = ({ service, operation }: Call): string =>
  entries[operation['x-sdk-entry'] ?? ''] ?? `downbeat.${service}`;

export function sdkCallOf(call: Call): string {
  const body = (bodyOf(call)?.example ?? {}) as Record<string, Json>;
  const input: Record<string, Json> = Object.fromEntries([...needed(call, 'path'), ...needed(call, 'query')]);
  const files = Object.keys(body).filter((name) => isFile(call, name));
  for (const [name, value] of Object.entries(body)) if (!files.includes(name)) input[name] = value;
  const isEmpty = Object.keys(input).length + files.length === 0;
  let argument = isEmpty ? '' : literal(input, true);
  // A file is a variable: a File, bytes or a stream.
  if (files.length > 0)
    argument = argument.replace(/^\{/, `{\n  ${files.map((name) => `${name},`).join(' ')}`);
  const statuses = Object.keys(call.operation.responses);
  // These are opened by a browser or as a socket: the method gives their URL.
  const isUrl = statuses.includes('302') || statuses.includes('101');
  return `${isUrl ? 'const url = ' : 'await '}${receiverOf(call)}.${call.operation.operationId}(${argument});`;
}

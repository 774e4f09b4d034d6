import { at, type Contract, isObject, type Node } from './contract.ts';
import { commonCodes, type Operation, ownCodes, parametersIn, type Reply } from './operation.ts';
import { banner, doc, literal, members, object, union } from './print.ts';
import { nameOf, namedSchemas } from './schema-names.ts';
import { bearerOf, checkFlat, isKeyed, optionsOf, optionTypes, successes, usageOf } from './sdk-calls.ts';

/** `<service>.operations.gen.ts` of the SDK: the operations as data for its runtime, and as types for its users. */
export function emitSdk(contract: Contract, operations: readonly Operation[]): string {
  operations.forEach(checkFlat);
  const service = contract.file.replace(/\.yaml$/, '');
  const title = `${service.slice(0, 1).toUpperCase()}${service.slice(1)}`;
  const ofCore = operationsOf('core', operations);
  const ofEntries = entryNames
    .map((entry) => ({ entry, own: operationsOf(entry, operations) }))
    .filter(({ own }) => own.length > 0);
  const types = [
    emitCalls(title, operations),
    emitProblems(title, operations, contract),
    emitMethods(title, title, ofCore),
    ...ofEntries.map(({ entry, own }) => emitMethods(title, title + titleOf[entry], own)),
  ].join('\n');
  const head = banner(contract.file) + emitImports(service, types, contract);
  return [head, emitTable(service, ofCore), types].join('\n');
}

/** An entry of the SDK whose operations are not downloaded with the core. */
type EntryName = Exclude<Operation['sdkEntry'], 'core'>;

const titleOf: Readonly<Record<EntryName, string>> = {
  listening: 'Room',
  library: 'Library',
  together: 'Together',
};
const entryNames = Object.keys(titleOf) as EntryName[];

/** `<service>.<entry>-operations.gen.ts` of the SDK: the operations that an entry loads; empty when there are none. */
export function emitEntrySdk(contract: Contract, operations: readonly Operation[], entry: EntryName): string {
  const own = operationsOf(entry, operations);
  if (own.length === 0) return '';
  const service = contract.file.replace(/\.yaml$/, '');
  const head = `${banner(contract.file)}import type { OperationTable } from './call.gen.ts';\n`;
  return [head, emitTable(service + titleOf[entry], own)].join('\n');
}

const operationsOf = (entry: Operation['sdkEntry'], operations: readonly Operation[]): Operation[] =>
  operations.filter(({ sdkEntry }) => sdkEntry === entry);

function emitImports(service: string, types: string, contract: Contract): string {
  const code = types.replaceAll(/\/\*\*[\s\S]*?\*\//g, '').replaceAll(/'[^']*'|"[^"]*"/g, '');
  const names = namedSchemas(contract.root).map(([name]) => name);
  const used = names.filter((name) => new RegExp(`(?<!\\.)\\b${name}\\b`).test(code)).sort();
  const operations = types.includes("operations['") ? ['operations'] : [];
  const calls = ['Call', 'ListCall'].filter((name) => code.includes(`: ${name}<`));
  const options = optionTypes.filter((name) => code.includes(name));
  const shared = ['CallOptions', ...options, ...(code.includes('Input<') ? ['Input'] : []), 'OperationTable'];
  const uploads = ['UploadOptions', 'WithSources'].filter((name) => code.includes(name));
  return (
    (calls.length > 0 ? `import type { ${calls.join(', ')} } from '../http/call.ts';\n` : '') +
    (uploads.length > 0 ? `import type { ${uploads.join(', ')} } from '../http/upload-source.ts';\n` : '') +
    `import type { ${shared.join(', ')} } from './call.gen.ts';\n` +
    `import type { ${[...used, ...operations].join(', ')} } from './${service}.types.gen.ts';\n`
  );
}

function emitTable(service: string, operations: readonly Operation[]): string {
  const rows = operations.map((operation): [string, string] => [operation.id, emitEntry(operation)]);
  const comment = doc('How to build the request of each operation, and how to read its reply.');
  return `${comment}export const ${service}Operations = ${object(rows)} as const satisfies OperationTable;\n`;
}

/** Leaves out what `OperationRow` says is the default: an application downloads the whole table. */
function emitEntry(operation: Operation): string {
  const query = parametersIn(operation, 'query').map((parameter) => parameter.name);
  const rest: [string, string, string][] = [
    ['use', literal(usageOf(operation)), literal('request')],
    ['query', literal(query), '[]'],
    ['request', literal(operation.body?.kind ?? 'none'), literal('none')],
    ['success', emitSuccess(successes(operation)), ''],
    ['keyed', literal(isKeyed(operation)), 'false'],
    ['bearer', literal(bearerOf(operation.security)), literal('required')],
  ];
  return object([
    ['route', literal(`${operation.method} ${operation.path}`)],
    ...rest
      .filter(([, value, usual]) => value !== usual)
      .map(([name, value]): [string, string] => [name, value]),
  ]);
}

/** What `OperationRow` says of a single success. */
const usualKinds: Readonly<Record<string, Reply['kind']>> = { 200: 'json', 201: 'json' };

/** Empty for one success that is read as usual. */
function emitSuccess(replies: readonly Reply[]): string {
  const [first] = replies;
  if (replies.length === 1 && first && usualKinds[first.status] === first.kind) return '';
  return object(replies.map(({ status, kind }): [string, string] => [status, literal(kind)]));
}

function emitCalls(title: string, operations: readonly Operation[]): string {
  const calls = operations.map((operation): [string, string] => [operation.id, emitCall(title, operation)]);
  const comment = doc('The input, the result and the error codes of each operation.');
  return `${comment}export interface ${title}Calls ${members(calls)}\n`;
}

function emitCall(title: string, operation: Operation): string {
  const common = operation.commonCodes.length > 0 ? [`${title}CommonCode`] : [];
  return members([
    ['input', inputOf(operation) ?? 'undefined'],
    ['result', resultOf(operation)],
    ['code', union([...operation.codes.map(literal), ...common]) || 'string'],
  ]);
}

function emitProblems(title: string, operations: readonly Operation[], contract: Contract): string {
  const named = namedSchemas(contract.root).some(([name]) => name === 'Problem');
  const keys = `Operation extends keyof ${title}Calls = keyof ${title}Calls`;
  const code = `{ code: ${title}Calls[Operation]['code'] }`;
  const common = commonCodes(operations).map(literal);
  const own = [...(common.length > 0 ? [`${title}CommonCode`] : []), ...ownCodes(operations).map(literal)];
  return [
    doc('The problem of a failed operation, with the codes that the contract names.') +
      `export type ${title}Problem<${keys}> = Omit<${named ? 'Problem' : '{ code: string }'}, 'code'> & ${code};\n`,
    ...(common.length > 0
      ? [`${doc('Any operation may fail with these.')}export type ${title}CommonCode = ${union(common)};\n`]
      : []),
    doc('Every code that the contract names.') +
      `export type ${title}ErrorCode = ${own.length > 0 ? union(own) : 'string'};\n`,
  ].join('\n');
}

function emitMethods(title: string, name: string, operations: readonly Operation[]): string {
  const methods = operations.map((operation) => emitMethod(title, operation)).join('\n');
  return `${doc('One method for each operation.')}export interface ${name}Operations {\n${methods}\n}\n`;
}

function emitMethod(title: string, operation: Operation): string {
  const { id, summary, description, codes } = operation;
  const input = inputOf(operation);
  const optional = input && !needsInput(operation) ? '?' : '';
  const call = `${title}Calls['${id}']`;
  const isRequest = usageOf(operation) === 'request';
  const parameters = [
    input ? `input${optional}: ${call}['input']` : '',
    isRequest ? `options?: ${optionsOf(operation)}` : '',
  ];
  const fails = codes.length > 0 ? `Fails with ${codes.join(', ')}.` : undefined;
  const kind = isList(operation) ? 'ListCall' : 'Call';
  const result = isRequest ? `${kind}<${resultOf(operation)}, ${call}['code']>` : resultOf(operation);
  return `${doc(summary, description, fails)}${id}(${parameters.filter(Boolean).join(', ')}): ${result};`;
}

/** Path, query and body in one flat object. Headers are options of a call. */
function inputOf(operation: Operation): string | undefined {
  const part = (location: string): string => `operations['${operation.id}']['parameters']['${location}']`;
  const types: string[] = [];
  if (parametersIn(operation, 'path').length > 0) types.push(part('path'));
  if (parametersIn(operation, 'query').length > 0) types.push(`NonNullable<${part('query')}>`);
  const { body } = operation;
  if (body) {
    const type = typeOf(body.schema, operation, `requestBody']['content']['${mimes[body.kind]}`);
    types.push(body.kind === 'multipart' ? `WithSources<${type}>` : type);
  }
  return types.length === 0 ? undefined : `Input<${types.join(' & ')}>`;
}

/** Whether a reply is one page of a list, and `cursor` asks for the next. */
function isList(operation: Operation): boolean {
  return parametersIn(operation, 'query').some(({ name }) => name === 'cursor');
}

const mimes = { json: 'application/json', multipart: 'multipart/form-data' } as const;

function needsInput({ parameters, body }: Operation): boolean {
  if (parameters.some(({ required }) => required)) return true;
  return body !== undefined && isObject(body.schema.value) && !allOptional(body.schema);
}

function allOptional(schema: Node): boolean {
  return !nameOf(schema) && !at(schema, 'required');
}

function resultOf(operation: Operation): string {
  // The method returns the URL for a browser or a socket and sends no request itself.
  if (usageOf(operation) !== 'request') return 'URL';
  return union(successes(operation).map((reply) => replyType(reply, operation)));
}

function replyType({ kind, status, schema }: Reply, operation: Operation): string {
  if (kind === 'binary') return 'Response';
  if (kind === 'text') return 'string';
  if (kind !== 'json' || !schema) return 'undefined';
  return typeOf(schema, operation, `responses'][${status}]['content']['application/json`);
}

function typeOf(schema: Node, operation: Operation, path: string): string {
  return nameOf(schema) ?? `operations['${operation.id}']['${path}']`;
}

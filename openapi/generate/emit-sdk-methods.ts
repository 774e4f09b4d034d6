import type { Contract } from './bundle.ts';
import { commonCodes, ownCodes, parametersIn, type Operation, type Reply } from './operation.ts';
import { at, isObject, type Place } from './place.ts';
import { doc, indent, longUnion, members, namedUnion, quote, union } from './print.ts';
import { namedSchemas, nameOf } from './schema-names.ts';
import { successes, useOf } from './sdk-calls.ts';

interface Emitted {
  readonly imports: string;
  readonly text: string;
}

/** The typed side of an SDK file: what each operation takes, gives and fails with, and one method for each. */
export function emitMethods(service: string, operations: readonly Operation[], contract: Contract): Emitted {
  const title = `${service.slice(0, 1).toUpperCase()}${service.slice(1)}`;
  const calls = operations.map((operation): [string, string] => [operation.id, emitCall(title, operation)]);
  const methods = operations.map((operation) => `  ${indent(emitMethod(title, operation))}\n`).join('');
  const text = [
    `${doc('What each operation takes, what it gives, and the codes it may fail with.')}export interface ${title}Calls ${members(calls)}\n`,
    emitProblems(title, operations, contract),
    `${doc('One method for each operation.')}export interface ${title}Operations {\n${methods}}\n`,
  ].join('\n');
  return { imports: emitImports(service, text, contract), text };
}

function emitImports(service: string, text: string, contract: Contract): string {
  const names = namedSchemas(contract.root).map(([name]) => name);
  const used = names.filter((name) => new RegExp(`(?<!['.])\\b${name}\\b(?! \\*)`).test(codeOf(text)));
  const operations = text.includes("operations['") ? ['operations'] : [];
  return (
    "import type { Call } from '../http/call.ts';\n" +
    "import type { CallOptions, OperationTable } from './call.gen.ts';\n" +
    `import type { ${[...used.sort(), ...operations].join(', ')} } from './${service}.types.gen.ts';\n`
  );
}

function codeOf(text: string): string {
  return text.replaceAll(/\/\*\*[\s\S]*?\*\//g, '').replaceAll(/'[^']*'/g, '');
}

function emitCall(title: string, operation: Operation): string {
  const common = operation.commonCodes.length > 0 ? [`${title}CommonCode`] : [];
  return members([
    ['input', inputOf(operation) ?? 'undefined'],
    ['result', resultOf(operation)],
    ['code', longUnion([...operation.codes.map(quote), ...common]) || 'string'],
  ]);
}

function emitProblems(title: string, operations: readonly Operation[], contract: Contract): string {
  const named = namedSchemas(contract.root).some(([name]) => name === 'Problem');
  const keys = `Operation extends keyof ${title}Calls = keyof ${title}Calls`;
  const code = `{ code: ${title}Calls[Operation]['code'] }`;
  const common = commonCodes(operations).map(quote);
  const own = [...(common.length > 0 ? [`${title}CommonCode`] : []), ...ownCodes(operations).map(quote)];
  return (
    doc('The problem that an operation fails with, its code narrowed to those the contract names.') +
    `export type ${title}Problem<${keys}> = Omit<${named ? 'Problem' : '{ code: string }'}, 'code'> & ${code};\n\n` +
    (common.length > 0
      ? `${doc('Any operation may fail with these.')}${namedUnion(`${title}CommonCode`, common)}\n`
      : '') +
    doc('Every code that the contract names.') +
    namedUnion(`${title}ErrorCode`, own.length > 0 ? own : ['string'])
  );
}

function emitMethod(title: string, operation: Operation): string {
  const { id, summary, description, codes } = operation;
  const input = inputOf(operation);
  const optional = input && !needsInput(operation) ? '?' : '';
  const call = `${title}Calls['${id}']`;
  const request = useOf(operation) === 'request';
  const parameters = [
    input ? `input${optional}: ${call}['input']` : '',
    request ? 'options?: CallOptions' : '',
  ];
  const fails = codes.length > 0 ? `Fails with ${codes.join(', ')}.` : undefined;
  const result = request ? `Call<${call}['result'], ${call}['code']>` : `${call}['result']`;
  return `${doc(summary, description, fails)}${id}(${parameters.filter(Boolean).join(', ')}): ${result};`;
}

/** Path, query and body in one flat object; headers of the contract under `headers`. */
function inputOf(operation: Operation): string | undefined {
  const part = (where: string): string => `operations['${operation.id}']['parameters']['${where}']`;
  const types: string[] = [];
  if (parametersIn(operation, 'path').length > 0) types.push(part('path'));
  if (parametersIn(operation, 'query').length > 0) types.push(`NonNullable<${part('query')}>`);
  const headers = parametersIn(operation, 'header');
  const mark = headers.some(({ required }) => required) ? '' : '?';
  if (headers.length > 0) types.push(`{ headers${mark}: ${part('header')} }`);
  const { body } = operation;
  if (body) types.push(typeOf(body.schema, operation, `requestBody']['content']['${mimes[body.kind]}`));
  return types.length > 0 ? types.join(' & ') : undefined;
}

const mimes = { json: 'application/json', multipart: 'multipart/form-data' } as const;

function needsInput({ parameters, body }: Operation): boolean {
  if (parameters.some(({ required }) => required)) return true;
  return body !== undefined && isObject(body.schema.value) && !allOptional(body.schema);
}

function allOptional(schema: Place): boolean {
  return !nameOf(schema) && !at(schema, 'required');
}

function resultOf(operation: Operation): string {
  // An address to send a browser to, or to open a socket on: nothing is requested by the method itself.
  if (useOf(operation) !== 'request') return 'URL';
  return union(successes(operation).map((reply) => replyType(reply, operation)));
}

function replyType({ kind, status, schema }: Reply, operation: Operation): string {
  if (kind === 'binary') return 'Response';
  if (kind === 'text') return 'string';
  if (kind !== 'json' || !schema) return 'undefined';
  return typeOf(schema, operation, `responses'][${status}]['content']['application/json`);
}

function typeOf(schema: Place, operation: Operation, path: string): string {
  return nameOf(schema) ?? `operations['${operation.id}']['${path}']`;
}

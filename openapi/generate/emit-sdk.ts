import type { Contract } from './bundle.ts';
import { emitMethods } from './emit-sdk-methods.ts';
import { parametersIn, type Operation } from './operation.ts';
import { banner, block, literal, object, quote } from './print.ts';
import { bearerOf, checkFlat, successes, useOf } from './sdk-calls.ts';

/** `<service>.operations.gen.ts` of the SDK: the operations as data for its runtime, and as types for its users. */
export function emitSdk(contract: Contract, operations: readonly Operation[]): string {
  operations.forEach(checkFlat);
  const service = contract.file.replace(/\.yaml$/, '');
  const methods = emitMethods(service, operations, contract);
  return [banner(contract.file) + methods.imports, emitTable(service, operations), methods.text].join('\n');
}

function emitTable(service: string, operations: readonly Operation[]): string {
  const rows = operations.map((operation): [string, string] => [operation.id, object(emitEntry(operation))]);
  const comment = '/** How to build the request of each operation, and how to read its reply. */\n';
  return `${comment}export const ${service}Operations = ${block(rows)} as const satisfies OperationTable;\n`;
}

function emitEntry(operation: Operation): [string, string][] {
  const names = (where: 'path' | 'query'): string =>
    literal(parametersIn(operation, where).map((parameter) => parameter.name));
  const replies = successes(operation).map(({ status, kind }): [string, string] => [status, quote(kind)]);
  return [
    ['method', quote(operation.method)],
    ['path', quote(operation.path)],
    ['use', quote(useOf(operation))],
    ['pathParameters', names('path')],
    ['queryParameters', names('query')],
    ['request', quote(operation.body?.kind ?? 'none')],
    ['success', object(replies)],
    ['bearer', quote(bearerOf(operation.security))],
  ];
}

import { at, type Contract, entries, type Json, need, type Node, resolve } from './contract.ts';
import { type Operation, parametersIn, type Reply } from './operation.ts';
import { banner, doc, literal, object } from './print.ts';
import { successes, usageOf } from './sdk-calls.ts';

/** `<service>.examples.gen.ts` of the SDK: what its mock client answers. It does not compile when an example has another type. */
export function emitExamples(contract: Contract, operations: readonly Operation[]): string {
  const service = contract.file.replace(/\.yaml$/, '');
  const calls = `${service.slice(0, 1).toUpperCase()}${service.slice(1)}Calls`;
  const called = operations.filter((operation) => usageOf(operation) === 'request');
  const rows = called.map((operation): [string, string] => [operation.id, emitExample(operation)]);
  return (
    `${banner(contract.file)}import type { Examples } from '../mock/examples.ts';\n` +
    `import type { ${calls} } from './${service}.operations.gen.ts';\n\n` +
    doc(
      'The first success and example of each operation, and which of its inputs are numbers sent as text.',
    ) +
    `export const ${service}Examples = ${object(rows)} satisfies Examples<${calls}>;\n`
  );
}

function emitExample(operation: Operation): string {
  const [reply] = successes(operation);
  const example = reply && firstExample(operation, reply);
  const numbers = numbersAsText(operation);
  return object([
    ['status', reply?.status ?? '204'],
    ...(example === undefined ? [] : [['data', literal(example)] as const]),
    ...(numbers.length === 0 ? [] : [['numbers', literal(numbers)] as const]),
  ]);
}

/** URLs and forms have texts only. */
function numbersAsText(operation: Operation): string[] {
  const { body } = operation;
  const fields = [
    ...parametersIn(operation, 'path'),
    ...parametersIn(operation, 'query'),
    ...(body?.kind === 'multipart' ? body.texts : []),
  ];
  const isNumber = ({ value }: Node): boolean => value === 'integer' || value === 'number';
  return fields.filter(({ schema }) => isNumber(need(resolve(schema), 'type'))).map(({ name }) => name);
}

/** Undefined for a reply without a body, and for bytes and pages, which are not written into a contract. */
function firstExample(operation: Operation, { status }: Reply): Json | undefined {
  const reply = resolve(need(need(operation.node, 'responses'), status));
  const [content] = entries(at(reply, 'content')).map(([, media]) => media);
  const [example] = entries(content && at(content, 'examples')).map(([, each]) => resolve(each));
  return example && need(example, 'value').value;
}

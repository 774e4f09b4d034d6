import type { Contract } from './bundle.ts';
import { validated } from './emit-schemas.ts';
import { parametersIn, type Field, type Operation, type Reply } from './operation.ts';
import { banner, quote, union } from './print.ts';

const helpers = `/** The same type without names, intersections and optionality written in different ways. */
type Plain<T> = T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Agree<A, B> = Same<Plain<A>, Plain<B>>;
type Assert<T extends true> = T;
`;

const filled = `/** What validation fills in is optional to a client and always there for a handler. */
type Filled<T, K extends keyof T> = Omit<T, K> & Required<Pick<T, K>>;
`;

const lower = `/** Node hands headers over in lower case. */
type Lower<T> = { [K in keyof T as K extends string ? Lowercase<K> : K]: T[K] };
`;

/** `drift.gen.ts`: compiles only while TypeBox and openapi-typescript read every shape of the contract the same way. */
export function emitDrift(contract: Contract, operations: readonly Operation[], stem = ''): string {
  const named = validated(contract, operations).map(([name]) =>
    agree(`s.${name}`, `components['schemas']['${name}']`),
  );
  const used = operations.flatMap(rowsOf);
  const rows = [...named, ...used].map((row) => `  ${row},\n`).join('');
  const types = ['components', ...(used.length > 0 ? ['operations'] : [])].join(', ');
  const imports = [
    used.length > 0 ? "import type { Static } from '@sinclair/typebox';\n" : '',
    used.length > 0 ? "import type { operations as o } from './operations.gen.ts';\n" : '',
    `import type * as s from './${stem}schemas.gen.ts';\n`,
    `import type { ${types} } from './${stem}types.gen.ts';\n`,
  ];
  const extra = [rows.includes('Filled<') ? filled : '', rows.includes('Lower<') ? lower : ''].join('');
  const comment =
    '/** Does not compile when the two readings of the contract differ; the row names the shape. */\n';
  return `${banner(contract.file)}${imports.join('')}\n${helpers}${extra}\n${comment}export type NoDrift = [\n${rows}];\n`;
}

function rowsOf(operation: Operation): string[] {
  const mine = `typeof o.${operation.id}`;
  const theirs = `operations['${operation.id}']`;
  return [
    ...parameterRows(operation, mine, theirs),
    ...bodyRows(operation, mine, theirs),
    ...operation.replies.flatMap((reply) => replyRows(reply, mine, theirs)),
  ];
}

function parameterRows(operation: Operation, mine: string, theirs: string): string[] {
  const groups = { path: 'params', query: 'querystring', header: 'headers' } as const;
  return (['path', 'query', 'header'] as const).flatMap((where) => {
    const parameters = parametersIn(operation, where);
    if (parameters.length === 0) return [];
    const read = withDefaults(`NonNullable<${theirs}['parameters']['${where}']>`, parameters);
    return [
      agree(`Static<(${mine})['schema']['${groups[where]}']>`, where === 'header' ? `Lower<${read}>` : read),
    ];
  });
}

function bodyRows({ body }: Operation, mine: string, theirs: string): string[] {
  if (!body) return [];
  const content = `${theirs}['requestBody']['content']`;
  if (body.kind === 'json')
    return [agree(`Static<(${mine})['schema']['body']>`, `${content}['application/json']`)];
  const files = union(body.files.map(({ name }) => quote(name)));
  const form = `${content}['multipart/form-data']`;
  const texts = withDefaults(files ? `Omit<${form}, ${files}>` : form, body.texts);
  return [agree(`Static<(${mine})['config']['multipart']['text']>`, texts)];
}

function replyRows({ kind, status, mimes }: Reply, mine: string, theirs: string): string[] {
  const schema = `(${mine})['schema']['response'][${key(status)}]`;
  const read = `${theirs}['responses'][${key(status)}]['content']`;
  if (kind === 'json') return [agree(`Static<${schema}>`, `${read}['application/json']`)];
  if (kind !== 'problem') return [];
  return mimes.map((mime) =>
    agree(`Static<${schema}['content'][${quote(mime)}]['schema']>`, `${read}[${quote(mime)}]`),
  );
}

function withDefaults(type: string, fields: readonly Field[]): string {
  const names = union(fields.filter((field) => field.defaulted).map((field) => quote(field.name)));
  return names ? `Filled<${type}, ${names}>` : type;
}

function key(status: string): string {
  return status === 'default' ? "'default'" : status;
}

function agree(mine: string, theirs: string): string {
  return `Assert<Agree<${mine}, ${theirs}>>`;
}

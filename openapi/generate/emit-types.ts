import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { type Contract, isObject, type Json } from './contract.ts';
import { validated } from './emit-schemas.ts';
import { type Field, type Operation, parametersIn, type Reply } from './operation.ts';
import { banner, literal, union } from './print.ts';
import { namedSchemas } from './schema-names.ts';

/**
 * `types.gen.ts`: the types that openapi-typescript makes of the contract, and an alias for each named schema. The drift
 * check compares them with the TypeBox schemas.
 */
export async function emitTypes(contract: Contract): Promise<string> {
  const nodes = await openapiTS(Buffer.from(JSON.stringify(withoutDiscriminators(contract.document))), {
    defaultNonNullable: false,
    silent: true,
    transform: (schema) =>
      schema.format === 'binary' ? ts.factory.createTypeReferenceNode('Blob') : undefined,
  });
  const names = namedSchemas(contract.root).map(([name]) => name);
  const aliases = names.map((name) => `export type ${name} = components['schemas']['${name}'];\n`);
  return `${banner(contract.file)}${astToString(nodes)}\n${aliases.join('')}`;
}

/**
 * Given a discriminator, openapi-typescript takes the constant of each branch from the mapping instead of the schema.
 * Without it, it reads the schema; `emitSchemas` checks that the mapping agrees.
 */
function withoutDiscriminators(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutDiscriminators);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !(key === 'discriminator' && 'oneOf' in value));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutDiscriminators(item)]));
}

const helpers = `/** The same type without names, intersections and different forms of optionality. */
type Plain<T> = T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Agree<A, B> = Same<Plain<A>, Plain<B>>;
type Assert<T extends true> = T;
`;

const filled = `/** A value with a default is optional for a client and always present for a handler. */
type Filled<T, K extends keyof T> = Omit<T, K> & Required<Pick<T, K>>;
`;

const lower = `/** Node gives handlers the header names in lower case. */
type Lower<T> = { [K in keyof T as K extends string ? Lowercase<K> : K]: T[K] };
`;

/** `drift.gen.ts`: compiles only while TypeBox and openapi-typescript read every shape of the contract the same way. */
export function emitDrift(contract: Contract, operations: readonly Operation[], prefix = ''): string {
  const named = validated(contract, operations).map(([name]) =>
    agree(`s.${name}`, `components['schemas']['${name}']`),
  );
  const used = operations.flatMap(rowsOf);
  const rows = [...named, ...used].join(',\n');
  const imports = [
    used.length > 0 ? "import type { Static } from '@sinclair/typebox';\n" : '',
    used.length > 0 ? "import type { operations as o } from './operations.gen.ts';\n" : '',
    `import type * as s from './${prefix}schemas.gen.ts';\n`,
    `import type { components${used.length > 0 ? ', operations' : ''} } from './${prefix}types.gen.ts';\n`,
  ];
  const extra = [rows.includes('Filled<') ? filled : '', rows.includes('Lower<') ? lower : ''].join('');
  const comment =
    '/** Does not compile when the types and the schemas of the contract differ; the row names the shape. */\n';
  return `${banner(contract.file)}${imports.join('')}\n${helpers}${extra}\n${comment}export type NoDrift = [${rows}];\n`;
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
  return (['path', 'query', 'header'] as const).flatMap((location) => {
    const parameters = parametersIn(operation, location);
    if (parameters.length === 0) return [];
    const read = withDefaults(`NonNullable<${theirs}['parameters']['${location}']>`, parameters);
    const schema = `Static<(${mine})['schema']['${groups[location]}']>`;
    return [agree(schema, location === 'header' ? `Lower<${read}>` : read)];
  });
}

function bodyRows({ body }: Operation, mine: string, theirs: string): string[] {
  if (!body) return [];
  const content = `${theirs}['requestBody']['content']`;
  if (body.kind === 'json')
    return [agree(`Static<(${mine})['schema']['body']>`, `${content}['application/json']`)];
  const files = union(body.files.map(({ name }) => literal(name)));
  const form = `${content}['multipart/form-data']`;
  const texts = withDefaults(files ? `Omit<${form}, ${files}>` : form, body.texts);
  return [agree(`Static<(${mine})['config']['multipart']['text']>`, texts)];
}

function replyRows({ kind, status, mimes }: Reply, mine: string, theirs: string): string[] {
  const key = status === 'default' ? literal(status) : status;
  const schema = `(${mine})['schema']['response'][${key}]`;
  const read = `${theirs}['responses'][${key}]['content']`;
  if (kind === 'json') return [agree(`Static<${schema}>`, `${read}['application/json']`)];
  if (kind !== 'problem') return [];
  return mimes.map((mime) =>
    agree(`Static<${schema}['content']['${mime}']['schema']>`, `${read}['${mime}']`),
  );
}

function withDefaults(type: string, fields: readonly Field[]): string {
  const names = union(fields.filter((field) => field.defaulted).map((field) => literal(field.name)));
  return names ? `Filled<${type}, ${names}>` : type;
}

function agree(mine: string, theirs: string): string {
  return `Assert<Agree<${mine}, ${theirs}>>`;
}

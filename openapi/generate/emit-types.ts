import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import type { Contract } from './bundle.ts';
import { isObject, type Json } from './place.ts';
import { banner } from './print.ts';
import { namedSchemas } from './schema-names.ts';

/**
 * `types.gen.ts`: the contract as openapi-typescript reads it, which is the second opinion that the drift check compares
 * with, and an alias for each named schema.
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
 * With a discriminator in sight openapi-typescript takes each tag from the mapping instead of from the schema; without it,
 * the constants themselves are read, and that the mapping agrees with them is checked elsewhere.
 */
function withoutDiscriminators(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutDiscriminators);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !(key === 'discriminator' && 'oneOf' in value));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutDiscriminators(item)]));
}

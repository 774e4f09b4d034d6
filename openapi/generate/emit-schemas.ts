import { emitSchema } from './emit-schema.ts';
import { familyOf, refuseHiddenFamilies } from './families.ts';
import type { Contract } from './bundle.ts';
import type { Operation } from './operation.ts';
import { at, refuse, textOf, type Place } from './place.ts';
import { banner, block, doc, literal } from './print.ts';
import { namedSchemas, nameOf } from './schema-names.ts';

/** `schemas.gen.ts`: one TypeBox constant and one type for each named schema, and a registry for each message family. */
export function emitSchemas(contract: Contract, operations: readonly Operation[]): string {
  const schemas = inOrder(validated(contract, operations), contract.root);
  const imports = "import { Type, type Static } from '@sinclair/typebox';\n";
  return [
    banner(contract.file) + imports,
    ...schemas.map(([name, schema, body]) => emitNamed(name, schema, body)),
  ].join('\n');
}

/** The named schemas without the multipart forms, whose files no validator ever sees. */
export function validated(contract: Contract, operations: readonly Operation[]): [string, Place][] {
  const forms = operations.map(({ body }) => (body?.kind === 'multipart' ? nameOf(body.schema) : undefined));
  return namedSchemas(contract.root).filter(([name]) => !forms.includes(name));
}

function emitNamed(name: string, schema: Place, body: string): string {
  refuseHiddenFamilies(schema);
  const about = at(schema, 'description');
  const constant = `${doc(about && textOf(about))}export const ${name} = ${body};\n`;
  const type = `export type ${name} = Static<typeof ${name}>;\n`;
  return constant + type + emitValues(name, schema) + emitRegistry(name, schema);
}

/** What a named enumeration allows, for whoever has to go through it. */
function emitValues(name: string, schema: Place): string {
  const values = at(schema, 'enum');
  return values ? `export const ${name}Values = ${literal(values.value)} as const;\n` : '';
}

function emitRegistry(name: string, schema: Place): string {
  const family = familyOf(name, schema);
  if (!family) return '';
  const comment = doc(
    `The members of ${name}, by what tells them apart: look up first, then validate against that one.`,
  );
  return `\n${comment}export const ${name}ByType = ${block(family.members)} as const;\n`;
}

/** Each schema after those it is made of. A schema made of itself has no TypeBox constant, so it is refused. */
function inOrder(schemas: readonly [string, Place][], root: Place): [string, Place, string][] {
  const known = new Map(schemas);
  const done = new Map<string, [string, Place, string]>();
  const visit = (name: string, trail: readonly string[]): string => {
    const schema =
      known.get(name) ??
      refuse(root, `the schema "${name}" cannot be referred to: it is missing, or a multipart form`);
    if (trail.includes(name)) refuse(schema, `is recursive: ${[...trail, name].join(' -> ')}`);
    if (!done.has(name)) {
      const body = emitSchema(schema, (other) => visit(other, [...trail, name]));
      done.set(name, [name, schema, body]);
    }
    return name;
  };
  for (const [name] of schemas) visit(name, []);
  return [...done.values()];
}

import { at, type Contract, entries, items, need, type Node, refuse, textOf } from './contract.ts';
import { emitSchema } from './emit-schema.ts';
import { discriminatorValue } from './emit-union.ts';
import type { Operation } from './operation.ts';
import { banner, doc, literal, object } from './print.ts';
import { namedSchemas, nameOf } from './schema-names.ts';

/**
 * `schemas.gen.ts`: a TypeBox constant and a type for each named schema, and a registry for each discriminated union.
 */
export function emitSchemas(contract: Contract, operations: readonly Operation[]): string {
  const schemas = inOrder(validated(contract, operations), contract.root);
  const imports = "import { Type, type Static } from '@sinclair/typebox';\n";
  const named = schemas.map(([name, schema, body]) => emitNamed(name, schema, body));
  return [banner(contract.file) + imports, ...named].join('\n');
}

/** The named schemas without multipart forms, which have no validator because of their files. */
export function validated(contract: Contract, operations: readonly Operation[]): [string, Node][] {
  const forms = operations.map(({ body }) => (body?.kind === 'multipart' ? nameOf(body.schema) : undefined));
  return namedSchemas(contract.root).filter(([name]) => !forms.includes(name));
}

function emitNamed(name: string, schema: Node, body: string): string {
  refuseInnerUnions(schema);
  const description = at(schema, 'description');
  const constant = `${doc(description && textOf(description))}export const ${name} = ${body};\n`;
  const type = `export type ${name} = Static<typeof ${name}>;\n`;
  return constant + type + emitValues(name, schema) + emitRegistry(name, schema);
}

/** The values of a named enumeration as a list. */
function emitValues(name: string, schema: Node): string {
  const values = at(schema, 'enum');
  return values ? `export const ${name}Values = ${literal(values.value)} as const;\n` : '';
}

function emitRegistry(name: string, schema: Node): string {
  const members = unionMembers(schema);
  if (!members) return '';
  const comment = doc(
    `The members of ${name} by discriminator: look up the member first, then validate against it alone.`,
  );
  return `\n${comment}export const ${name}ByType = ${object(members)} as const;\n`;
}

/** Each schema after the schemas that it refers to. A recursive schema is rejected: TypeBox has no constant for it. */
function inOrder(schemas: readonly [string, Node][], root: Node): [string, Node, string][] {
  const known = new Map(schemas);
  const done = new Map<string, [string, Node, string]>();
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

/** Constant and schema name of each member of a discriminated union; undefined for any other schema. */
function unionMembers(schema: Node): [string, string][] | undefined {
  const discriminator = at(schema, 'discriminator');
  if (!discriminator) return undefined;
  const property = textOf(need(discriminator, 'propertyName'));
  const members = items(need(schema, 'oneOf')).map((branch): [string, string] => {
    const member =
      nameOf(branch) ?? refuse(branch, 'a member of a discriminated union needs a name of its own');
    const constant = discriminatorValue(branch, property);
    return typeof constant === 'string'
      ? [constant, member]
      : refuse(branch, `"${property}" must be a string`);
  });
  checkMapping(discriminator, members);
  return members;
}

/** A mapping must agree with the constants of the members. */
function checkMapping(discriminator: Node, members: readonly (readonly [string, string])[]): void {
  const mapping = at(discriminator, 'mapping');
  if (!mapping) return;
  const mapped = new Map(entries(mapping));
  for (const [constant, member] of members) {
    const target =
      mapped.get(constant) ?? refuse(mapping, `does not map "${constant}", the constant of ${member}`);
    if (textOf(target) !== `#/components/schemas/${member}`)
      refuse(target, `"${constant}" is the constant of ${member}`);
    mapped.delete(constant);
  }
  for (const [constant, target] of mapped) refuse(target, `no branch has the constant "${constant}"`);
}

/** A discriminated union inside another schema would get no registry, so it is rejected. */
function refuseInnerUnions(schema: Node): void {
  const walk = (node: Node, isTop: boolean): void => {
    const { value } = node;
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) items(node).forEach((item) => walk(item, false));
    else {
      if (!isTop && 'discriminator' in value && 'oneOf' in value)
        refuse(node, 'a discriminated union needs a name of its own');
      entries(node).forEach(([, child]) => walk(child, false));
    }
  };
  walk(schema, true);
}

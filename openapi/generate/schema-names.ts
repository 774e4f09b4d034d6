import { at, entries, items, type Json, need, type Node, objectOf, refuse, textOf } from './contract.ts';
import { isTypeName, type TypeName } from './keywords.ts';
import { literal, union } from './print.ts';

const prefix = '#/components/schemas/';
const reserved = [
  ...['Type', 'Static', 'Record', 'Readable', 'ErrorCode', 'Blob', 'Response', 'URL', 'Promise'],
  ...['Call', 'CallOptions', 'Input', 'ListCall', 'OperationTable'],
];
/** Constants that are generated for some schemas, by the ending of their names. */
const companions = [
  ['ByType', 'registry'],
  ['Values', 'values'],
] as const;

/** Every schema of the contract by name. Rejects names that cannot be a constant and a type. */
export function namedSchemas(root: Node): [string, Node][] {
  const components = at(root, 'components');
  const schemas = entries(components && at(components, 'schemas'));
  for (const [name, node] of schemas) {
    if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) refuse(node, `the name "${name}" is not in PascalCase`);
    if (reserved.includes(name)) refuse(node, `the name "${name}" is used by the generated code`);
    for (const [ending, what] of companions) {
      const owner = name.endsWith(ending) ? name.slice(0, -ending.length) : undefined;
      if (owner && schemas.some(([other]) => other === owner)) {
        refuse(node, `the name "${name}" is used by the ${what} of "${owner}"`);
      }
    }
  }
  return schemas;
}

/** The name behind `$ref: '#/components/schemas/Track'`. */
export function referencedName(reference: Node): string {
  const pointer = textOf(reference);
  const name = pointer.slice(prefix.length);
  if (!pointer.startsWith(prefix) || name.includes('/')) {
    refuse(reference, `"${pointer}" is not a named schema; a shared schema needs a name of its own`);
  }
  return name;
}

/** The name of the schema that this one refers to; undefined when it is not a plain reference. */
export function nameOf(schema: Node): string | undefined {
  const reference = at(schema, '$ref');
  return reference && !('default' in objectOf(schema)) ? referencedName(reference) : undefined;
}

const scalars: Partial<Record<TypeName, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** How a reference to a named schema is written: `Track` among the schemas, `s.Track` elsewhere. */
export type Reference = (name: string) => string;

/**
 * The TypeScript type of a schema that TypeBox has no builder for: a scalar, a list of scalar types, an enumeration, a
 * reference, or an array of those. Other schemas are rejected: the drift check would not cover their types.
 */
export function emitType(schema: Node, reference: Reference): string {
  const named = at(schema, '$ref');
  if (named) return reference(referencedName(named));
  const values = at(schema, 'enum');
  if (values) return union(items(values).map((value) => literal(scalarOf(value))));
  const names = typeNames(schema);
  if (names.length === 1 && names[0] === 'array') return `(${emitType(need(schema, 'items'), reference)})[]`;
  return union(names.map((name) => scalars[name] ?? refuse(schema, `${name} needs a name of its own here`)));
}

/** The `type` keyword as a list. */
export function typeNames(schema: Node): TypeName[] {
  const type =
    at(schema, 'type') ??
    refuse(schema, 'has neither "type" nor "$ref", "const", "oneOf", "anyOf" or "allOf"');
  const nodes = typeof type.value === 'string' ? [type] : items(type);
  return nodes.map((node) => {
    const name = textOf(node);
    return isTypeName(name) ? name : refuse(node, `"${name}" is not a type`);
  });
}

/** A literal value: a string, a number, a boolean or null. */
export function scalarOf(node: Node): string | number | boolean | null {
  const { value } = node;
  if (value === null || typeof value !== 'object') return value;
  return refuse(node, 'only strings, numbers, booleans and null can be literals');
}

/** Whether a literal value has one of the types. */
export function fits(value: Json, names: readonly TypeName[]): boolean {
  if (value === null) return names.includes('null');
  if (typeof value === 'number')
    return names.includes('number') || (Number.isInteger(value) && names.includes('integer'));
  const name = typeof value;
  return isTypeName(name) && names.includes(name);
}

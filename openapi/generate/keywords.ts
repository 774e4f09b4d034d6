import { allowOnly, at, entries, type Node, objectOf, refuse, textOf } from './contract.ts';
import { type Fields, literal, object } from './print.ts';

/** Keywords for readers; validators ignore them. */
export const annotations = ['title', 'description', 'examples', 'deprecated', '$comment'] as const;

const number = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'format',
] as const;

/** The keywords that each type allows besides `type`, `default` and the annotations. */
export const constraints = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  integer: number,
  number,
  boolean: [],
  null: [],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
} as const satisfies Record<string, readonly string[]>;

export type TypeName = keyof typeof constraints;

export function isTypeName(name: string): name is TypeName {
  return name in constraints;
}

/** The formats that ajv-formats checks, by type. Ajv would ignore an unknown format. */
export const formats: Partial<Record<TypeName, readonly string[]>> = {
  string: [
    ...['date', 'time', 'date-time', 'duration', 'uri', 'uri-reference', 'uri-template', 'email', 'hostname'],
    ...['ipv4', 'ipv6', 'regex', 'uuid', 'json-pointer', 'relative-json-pointer', 'byte', 'password'],
  ],
  integer: ['int32', 'int64'],
  number: ['float', 'double'],
};

/** The constraints of a schema of one type as the options of a TypeBox builder. */
export function optionsOf(schema: Node, type: TypeName, without: readonly string[] = []): string {
  return object(constraintsOf(schema, [type], without));
}

/** The constraints of a schema as names and expressions, in the order of the contract; rejects unknown keywords. */
export function constraintsOf(
  schema: Node,
  types: readonly TypeName[],
  without: readonly string[] = [],
): Fields {
  const known = types.flatMap((type): readonly string[] => constraints[type]);
  allowOnly(
    schema,
    ['type', 'enum', 'default', ...known, ...annotations],
    `a schema of type ${types.join(' or ')}`,
  );
  checkPattern(schema);
  checkFormat(schema, types);
  // The description of a pattern is kept: validation errors show it instead of the regular expression.
  const kept = [...known, 'default', ...(at(schema, 'pattern') ? ['description'] : [])];
  const left = entries(schema).filter(([name]) => kept.includes(name) && !without.includes(name));
  return left.map(([name, node]) => [name, literal(node.value)]);
}

function checkPattern(schema: Node): void {
  const pattern = at(schema, 'pattern');
  if (!pattern) return;
  try {
    new RegExp(textOf(pattern), 'u');
  } catch (error) {
    refuse(pattern, `is not a valid regular expression: ${(error as Error).message}`);
  }
}

function checkFormat(schema: Node, types: readonly TypeName[]): void {
  const format = at(schema, 'format');
  if (!format) return;
  const name = textOf(format);
  if (name === 'binary')
    refuse(format, 'binary is only allowed in a part of multipart/form-data and in a reply');
  if (!types.some((type) => formats[type]?.includes(name)))
    refuse(format, `the format "${name}" is not understood`);
}

/** Whether the schema has a default, which validation fills in. */
export function hasDefault(schema: Node): boolean {
  return 'default' in objectOf(schema);
}

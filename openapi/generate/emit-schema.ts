import { allowOnly, at, entries, items, need, type Node, objectOf, refuse, textOf } from './contract.ts';
import { emitAllOf, emitUnion } from './emit-union.ts';
import { annotations, constraintsOf, optionsOf, type TypeName } from './keywords.ts';
import { call, type Fields, literal, object, properties as propertiesOf } from './print.ts';
import { emitType, fits, type Reference, referencedName, scalarOf, typeNames } from './schema-names.ts';

type Nested = (schema: Node) => string;

/**
 * The TypeBox expression of a JSON Schema with every constraint. Annotations stay in the contract only; any other keyword
 * that the generator does not know is rejected with its JSON pointer.
 */
export function emitSchema(schema: Node, reference: Reference): string {
  const keywords = objectOf(schema);
  const nested: Nested = (child) => emitSchema(child, reference);
  if ('$ref' in keywords) return emitReference(schema, reference);
  if ('const' in keywords) return emitLiteral(schema);
  if ('oneOf' in keywords || 'anyOf' in keywords) return emitUnion(schema, nested);
  if ('allOf' in keywords) return emitAllOf(schema, nested);
  if ('enum' in keywords) return emitEnumeration(schema);
  const names = typeNames(schema);
  // `type: [string, 'null']` stays one schema: in a union, coercion would turn null into an empty string.
  if (names.length > 1) return emitUnsafe(schema, names, []);
  const [name] = names;
  if (name === 'object') return emitObject(schema, reference, nested);
  if (name === 'array')
    return call('Type.Array', nested(need(schema, 'items')), optionsOf(schema, 'array', ['items']));
  return name ? emitScalar(schema, name) : refuse(need(schema, 'type'), 'is empty');
}

function emitReference(schema: Node, reference: Reference): string {
  allowOnly(schema, ['$ref', 'default', ...annotations], 'a reference');
  const name = reference(referencedName(need(schema, '$ref')));
  const defaultValue = at(schema, 'default');
  if (!defaultValue) return name;
  return `Type.Unsafe<${name}>({ ...${name}, default: ${literal(defaultValue.value)} })`;
}

const builders: Partial<Record<TypeName, string>> = {
  string: 'Type.String',
  integer: 'Type.Integer',
  number: 'Type.Number',
  boolean: 'Type.Boolean',
  null: 'Type.Null',
};

function emitScalar(schema: Node, type: TypeName): string {
  const builder = builders[type] ?? refuse(schema, `${type} is not a scalar`);
  return call(builder, optionsOf(schema, type));
}

function emitLiteral(schema: Node): string {
  allowOnly(schema, ['const', 'type', ...annotations], 'a constant');
  const constant = need(schema, 'const');
  const value = scalarOf(constant);
  if (at(schema, 'type') && !fits(value, typeNames(schema))) refuse(constant, 'does not match its type');
  return value === null ? 'Type.Null()' : `Type.Literal(${literal(value)})`;
}

/**
 * An enumeration is a union of literals in TypeScript, but one `enum` keyword for the validator: its error then lists the
 * allowed values once. A union of constants would give one error for each of them.
 */
function emitEnumeration(schema: Node): string {
  const types = typeNames(schema);
  const values = items(need(schema, 'enum'));
  for (const value of values) {
    if (!fits(scalarOf(value), types)) refuse(value, 'does not match its type');
  }
  if (new Set(values.map(scalarOf)).size !== values.length || values.length === 0) {
    refuse(need(schema, 'enum'), 'must list each value once, and at least one');
  }
  return emitUnsafe(schema, types, [['enum', literal(need(schema, 'enum').value)]]);
}

function emitUnsafe(schema: Node, types: readonly TypeName[], more: Fields): string {
  const complex = types.find((type) => type === 'array' || type === 'object');
  if (complex) refuse(need(schema, 'type'), `${complex} cannot stand in a list of types; use anyOf`);
  const fields: Fields = [
    ['type', literal(need(schema, 'type').value)],
    ...more,
    ...constraintsOf(schema, types),
  ];
  return `Type.Unsafe<${emitType(schema, (name) => name)}>(${object(fields)})`;
}

function emitObject(schema: Node, reference: Reference, nested: Nested): string {
  const properties = entries(at(schema, 'properties'));
  const rest = at(schema, 'additionalProperties');
  if (properties.length > 0) return emitStructure(schema, properties, rest, nested);
  if (!rest) return refuse(schema, 'an object without "properties" needs "additionalProperties"');
  return rest.value === false ? emitEmpty(schema) : emitMap(schema, rest, reference, nested);
}

function emitStructure(
  schema: Node,
  properties: [string, Node][],
  rest: Node | undefined,
  nested: Nested,
): string {
  if (rest && rest.value !== false) {
    refuse(rest, 'must be false beside "properties"; leave it out to allow other properties');
  }
  const required = requiredNames(schema, properties);
  const fields = propertiesOf(properties.map(([name, child]) => [name, nested(child), required.has(name)]));
  return call('Type.Object', fields, optionsOf(schema, 'object', ['properties', 'required']));
}

/** The names under `required`. Each must be a property: the types know no other names. */
export function requiredNames(schema: Node, properties: readonly [string, Node][]): Set<string> {
  const names = items(at(schema, 'required'));
  for (const name of names) {
    if (!properties.some(([property]) => property === textOf(name)))
      refuse(name, `"${textOf(name)}" is not a property`);
  }
  return new Set(names.map(textOf));
}

function emitEmpty(schema: Node): string {
  if (typeNames(schema).length !== 1 || at(schema, 'required'))
    refuse(schema, 'an object without properties can require none');
  return `Type.Unsafe<Record<string, never>>(Type.Object({}, ${optionsOf(schema, 'object', ['properties'])}))`;
}

/** A map from any name to one schema. TypeBox's own record would check the names by a pattern, which no contract states. */
function emitMap(schema: Node, rest: Node, reference: Reference, nested: Nested): string {
  const open = rest.value === true;
  const type = open ? 'unknown' : emitType(rest, reference);
  const options = constraintsOf(schema, ['object'], ['properties', 'required', 'additionalProperties']);
  if (at(schema, 'required')) refuse(need(schema, 'required'), 'a map cannot require names');
  const fields: Fields = [
    ['type', literal('object')],
    ['additionalProperties', open ? 'true' : nested(rest)],
    ...options,
  ];
  return `Type.Unsafe<Record<string, ${type}>>(${object(fields)})`;
}

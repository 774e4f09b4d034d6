import { annotations, type TypeName } from './keywords.ts';
import { emitType, fits, scalarOf, typeNames } from './emit-type.ts';
import { allowOnly, at, items, need, refuse, type Place } from './place.ts';
import { call, inline, literal } from './print.ts';
import { constraintsOf, optionsOf } from './schema-options.ts';

const builders: Partial<Record<TypeName, string>> = {
  string: 'Type.String',
  integer: 'Type.Integer',
  number: 'Type.Number',
  boolean: 'Type.Boolean',
  null: 'Type.Null',
};

export function emitPlain(schema: Place, type: TypeName): string {
  const builder = builders[type] ?? refuse(schema, `${type} is not a scalar`);
  return call(builder, optionsOf(schema, type));
}

export function emitLiteral(schema: Place): string {
  allowOnly(schema, ['const', 'type', ...annotations], 'a constant');
  const constant = need(schema, 'const');
  const value = scalarOf(constant);
  if (at(schema, 'type') && !fits(value, typeNames(schema))) refuse(constant, 'is not of the type beside it');
  return value === null ? 'Type.Null()' : `Type.Literal(${literal(value)})`;
}

/**
 * An enumeration is a union of literals to TypeScript and stays one `enum` keyword to the validator: the error then lists
 * the allowed values once, where a union of constants fails once for each of them.
 */
export function emitEnumeration(schema: Place): string {
  const types = typeNames(schema);
  const values = items(need(schema, 'enum'));
  for (const value of values) {
    if (!fits(scalarOf(value), types)) refuse(value, 'is not of the type beside it');
  }
  if (new Set(values.map(scalarOf)).size !== values.length || values.length === 0) {
    refuse(need(schema, 'enum'), 'must list each value once, and at least one');
  }
  return unsafe(schema, types, [['enum', `[${values.map((value) => literal(value.value)).join(', ')}]`]]);
}

/** `type: [string, 'null']` stays one node: as a union, coercion would turn null into an empty string. */
export function emitTypeList(schema: Place): string {
  return unsafe(schema, typeNames(schema), []);
}

function unsafe(schema: Place, types: readonly TypeName[], more: readonly [string, string][]): string {
  const complex = types.find((type) => type === 'array' || type === 'object');
  if (complex) refuse(need(schema, 'type'), `${complex} cannot stand in a list of types; use anyOf`);
  const options = constraintsOf(schema, types).map(([name, value]): [string, string] => [
    name,
    literal(value),
  ]);
  const fields: [string, string][] = [['type', literal(need(schema, 'type').value)], ...more, ...options];
  return `Type.Unsafe<${emitType(schema, (name) => name)}>(${inline(fields)})`;
}

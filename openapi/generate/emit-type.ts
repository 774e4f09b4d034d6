import { at, items, need, refuse, textOf, type Json, type Place } from './place.ts';
import { literal, union } from './print.ts';
import { isTypeName, type TypeName } from './keywords.ts';
import { referencedName } from './schema-names.ts';

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
 * reference, an array of those. Anything larger is refused: it would need a second, unchecked reading of the contract.
 */
export function emitType(schema: Place, reference: Reference): string {
  const named = at(schema, '$ref');
  if (named) return reference(referencedName(named));
  const values = at(schema, 'enum');
  if (values) return union(items(values).map((value) => literal(scalarOf(value))));
  const names = typeNames(schema);
  if (names.length === 1 && names[0] === 'array') return `(${emitType(need(schema, 'items'), reference)})[]`;
  return union(names.map((name) => scalars[name] ?? refuse(schema, `${name} needs a name of its own here`)));
}

/** The `type` keyword as a list. */
export function typeNames(schema: Place): TypeName[] {
  const type =
    at(schema, 'type') ??
    refuse(schema, 'says neither "type" nor "$ref", "const", "oneOf", "anyOf" or "allOf"');
  const places = typeof type.value === 'string' ? [type] : items(type);
  return places.map((place) => {
    const name = textOf(place);
    return isTypeName(name) ? name : refuse(place, `"${name}" is not a type`);
  });
}

/** A literal value: a string, a number, a boolean or null. */
export function scalarOf(place: Place): string | number | boolean | null {
  const { value } = place;
  if (value === null || typeof value !== 'object') return value;
  return refuse(place, 'only strings, numbers, booleans and null can be literals');
}

/** Whether a literal value is one that the type names allow. */
export function fits(value: Json, names: readonly TypeName[]): boolean {
  if (value === null) return names.includes('null');
  if (typeof value === 'number')
    return names.includes('number') || (Number.isInteger(value) && names.includes('integer'));
  const name = typeof value;
  return isTypeName(name) && names.includes(name);
}

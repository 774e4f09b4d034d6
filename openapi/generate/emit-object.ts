import { emitType, typeNames, type Reference } from './emit-type.ts';
import { at, entries, items, need, refuse, textOf, type Place } from './place.ts';
import { block, call, inline } from './print.ts';
import { constraintsOf, optionsOf } from './schema-options.ts';

type Nested = (schema: Place) => string;

export function emitObject(schema: Place, reference: Reference, nested: Nested): string {
  const properties = entries(at(schema, 'properties'));
  const rest = at(schema, 'additionalProperties');
  if (properties.length > 0) return emitStructure(schema, properties, rest, nested);
  if (!rest) return refuse(schema, 'an object without "properties" must say "additionalProperties"');
  return rest.value === false ? emitEmpty(schema) : emitMap(schema, rest, reference, nested);
}

function emitStructure(
  schema: Place,
  properties: [string, Place][],
  rest: Place | undefined,
  nested: Nested,
): string {
  if (rest && rest.value !== false) {
    refuse(rest, 'beside "properties" only false is understood; leave it out where others may come');
  }
  const required = requiredNames(schema, properties);
  const fields = properties.map(([name, child]): [string, string] => {
    const text = nested(child);
    return [name, required.has(name) ? text : `Type.Optional(${text})`];
  });
  return call('Type.Object', block(fields), optionsOf(schema, 'object', ['properties', 'required']));
}

/** The names under `required`; one that is no property would be checked by the validator and unknown to the types. */
export function requiredNames(schema: Place, properties: readonly [string, Place][]): Set<string> {
  const places = items(at(schema, 'required'));
  for (const place of places) {
    if (!properties.some(([name]) => name === textOf(place)))
      refuse(place, `"${textOf(place)}" is not a property`);
  }
  return new Set(places.map(textOf));
}

function emitEmpty(schema: Place): string {
  if (typeNames(schema).length !== 1 || at(schema, 'required'))
    refuse(schema, 'nothing can be required here');
  return `Type.Unsafe<Record<string, never>>(Type.Object({}, ${optionsOf(schema, 'object', ['properties'])}))`;
}

/** A map from any name to one schema. TypeBox's own record would check names by a pattern that the contract has not. */
function emitMap(schema: Place, rest: Place, reference: Reference, nested: Nested): string {
  const open = rest.value === true;
  const type = open ? 'unknown' : emitType(rest, reference);
  const known = constraintsOf(schema, ['object'], ['properties', 'required', 'additionalProperties']);
  if (at(schema, 'required')) refuse(need(schema, 'required'), 'names cannot be required in a map');
  const options = known.map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
  const fields: [string, string][] = [
    ['type', "'object'"],
    ['additionalProperties', open ? 'true' : nested(rest)],
    ...options,
  ];
  return `Type.Unsafe<Record<string, ${type}>>(${inline(fields)})`;
}

import { annotations } from './keywords.ts';
import { typeNames } from './emit-type.ts';
import {
  allowOnly,
  at,
  items,
  need,
  objectOf,
  refuse,
  resolve,
  textOf,
  type Json,
  type Place,
} from './place.ts';
import { call } from './print.ts';

type Nested = (schema: Place) => string;

/**
 * `anyOf`, and the `oneOf` whose branches exclude each other (told apart by a discriminator or by their types): of such a
 * `oneOf` at most one branch can match, so a union says the same.
 */
export function emitUnion(schema: Place, nested: Nested): string {
  const node = objectOf(schema);
  const word = 'oneOf' in node ? 'oneOf' : 'anyOf';
  allowOnly(
    schema,
    [word, ...(word === 'oneOf' ? ['discriminator'] : []), ...annotations],
    `a union by ${word}`,
  );
  const branches = items(need(schema, word));
  if (branches.length < 2) refuse(need(schema, word), 'a union needs two branches');
  if (word === 'oneOf') checkExclusive(schema, branches);
  return call('Type.Union', `[${branches.map(nested).join(', ')}]`);
}

/** `allOf` of open objects. A closed one would refuse the properties of all the others. */
export function emitAllOf(schema: Place, nested: Nested): string {
  allowOnly(schema, ['allOf', ...annotations], 'a schema by allOf');
  const parts = items(need(schema, 'allOf'));
  for (const part of parts) {
    const resolved = resolve(part);
    if (typeNames(resolved).join() !== 'object') refuse(part, 'allOf joins objects and nothing else');
    if (at(resolved, 'additionalProperties'))
      refuse(part, 'allOf cannot join an object that says "additionalProperties"');
  }
  return call('Type.Intersect', `[${parts.map(nested).join(', ')}]`);
}

function checkExclusive(schema: Place, branches: readonly Place[]): void {
  const discriminator = at(schema, 'discriminator');
  const marks = discriminator
    ? branches.map((branch) => discriminant(branch, textOf(need(discriminator, 'propertyName'))))
    : branches.flatMap((branch) => jsonTypes(resolve(branch)));
  if (new Set(marks).size === marks.length) return;
  const place = need(schema, 'oneOf');
  refuse(
    place,
    'the branches do not exclude each other; use anyOf, or a discriminator with a constant in each branch',
  );
}

/** The constant by which a branch is told apart. It must be required, or a message without it would match. */
export function discriminant(branch: Place, property: string): Json {
  const resolved = resolve(branch);
  const properties = at(resolved, 'properties');
  const tag = properties && at(properties, property);
  const constant = tag && at(tag, 'const');
  if (!constant) return refuse(branch, `has no constant "${property}", by which the branches are told apart`);
  if (!items(at(resolved, 'required')).some((name) => name.value === property)) {
    refuse(branch, `does not require "${property}", by which the branches are told apart`);
  }
  return constant.value;
}

/** The JSON types that a schema lets through; an integer is a number. */
function jsonTypes(schema: Place): string[] {
  const types = typeNames(schema).map((name) => (name === 'integer' ? 'number' : name));
  return [...new Set(types)];
}

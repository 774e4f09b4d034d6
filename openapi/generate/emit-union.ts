import {
  allowOnly,
  at,
  items,
  type Json,
  need,
  type Node,
  objectOf,
  refuse,
  resolve,
  textOf,
} from './contract.ts';
import { annotations } from './keywords.ts';
import { call } from './print.ts';
import { typeNames } from './schema-names.ts';

type Nested = (schema: Node) => string;

/**
 * `anyOf`, and a `oneOf` whose branches exclude each other by a discriminator or by their types. At most one branch of
 * such a `oneOf` can match, so a union has the same meaning.
 */
export function emitUnion(schema: Node, nested: Nested): string {
  const keyword = 'oneOf' in objectOf(schema) ? 'oneOf' : 'anyOf';
  const known = [keyword, ...(keyword === 'oneOf' ? ['discriminator'] : []), ...annotations];
  allowOnly(schema, known, `a union by ${keyword}`);
  const branches = items(need(schema, keyword));
  if (branches.length < 2) refuse(need(schema, keyword), 'a union needs two branches');
  if (keyword === 'oneOf') checkExclusive(schema, branches);
  return call('Type.Union', `[${branches.map(nested).join(', ')}]`);
}

/** `allOf` of open objects. A closed object would reject the properties of the others. */
export function emitAllOf(schema: Node, nested: Nested): string {
  allowOnly(schema, ['allOf', ...annotations], 'a schema by allOf');
  const parts = items(need(schema, 'allOf'));
  for (const part of parts) {
    const resolved = resolve(part);
    if (typeNames(resolved).join() !== 'object') refuse(part, 'allOf can only join objects');
    if (at(resolved, 'additionalProperties'))
      refuse(part, 'allOf cannot join an object with "additionalProperties"');
  }
  return call('Type.Intersect', `[${parts.map(nested).join(', ')}]`);
}

function checkExclusive(schema: Node, branches: readonly Node[]): void {
  const discriminator = at(schema, 'discriminator');
  const marks = discriminator
    ? branches.map((branch) => discriminatorValue(branch, textOf(need(discriminator, 'propertyName'))))
    : branches.flatMap((branch) => jsonTypes(resolve(branch)));
  if (new Set(marks).size === marks.length) return;
  refuse(
    need(schema, 'oneOf'),
    'the branches do not exclude each other; use anyOf, or a discriminator with a constant in each branch',
  );
}

/** The constant that identifies a branch. It must be required: a message without it would match the branch, too. */
export function discriminatorValue(branch: Node, property: string): Json {
  const resolved = resolve(branch);
  const properties = at(resolved, 'properties');
  const tag = properties && at(properties, property);
  const constant = tag && at(tag, 'const');
  if (!constant) return refuse(branch, `has no constant for the discriminator "${property}"`);
  if (!items(at(resolved, 'required')).some((name) => name.value === property)) {
    refuse(branch, `does not require the discriminator "${property}"`);
  }
  return constant.value;
}

/** The JSON types that match a schema; an integer is a number. */
function jsonTypes(schema: Node): string[] {
  const types = typeNames(schema).map((name) => (name === 'integer' ? 'number' : name));
  return [...new Set(types)];
}

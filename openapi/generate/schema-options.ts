import { annotations, constraints, formats, type TypeName } from './keywords.ts';
import { allowOnly, at, entries, objectOf, refuse, textOf, type Json, type Place } from './place.ts';
import { inline, literal } from './print.ts';

type Fields = [string, Json][];

/** The constraints of a schema of one type as the options of a TypeBox builder; `''` when there are none. */
export function optionsOf(schema: Place, type: TypeName, without: readonly string[] = []): string {
  return inline(constraintsOf(schema, [type], without).map(([name, value]) => [name, literal(value)]));
}

/** The constraints of a schema of one or several types, checked, in the order of the contract. */
export function constraintsOf(
  schema: Place,
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
  // A pattern is told to people in the contract's own words, so those stay with it at run time.
  const kept = [...known, 'default', ...(at(schema, 'pattern') ? ['description'] : [])];
  const left = entries(schema).filter(([name]) => kept.includes(name) && !without.includes(name));
  return left.map(([name, place]) => [name, place.value]);
}

function checkPattern(schema: Place): void {
  const pattern = at(schema, 'pattern');
  if (!pattern) return;
  try {
    new RegExp(textOf(pattern), 'u');
  } catch (error) {
    refuse(pattern, `is no regular expression: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checkFormat(schema: Place, types: readonly TypeName[]): void {
  const format = at(schema, 'format');
  if (!format) return;
  const name = textOf(format);
  if (name === 'binary')
    refuse(format, 'binary belongs to a part of multipart/form-data or to a reply, nowhere else');
  if (!types.some((type) => formats[type]?.includes(name)))
    refuse(format, `the format "${name}" is not understood`);
}

/** Whether validation fills the value in, be it said here or by the named schema that this refers to. */
export function hasDefault(schema: Place): boolean {
  return 'default' in objectOf(schema);
}

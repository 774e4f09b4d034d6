import { at, entries, objectOf, refuse, textOf, type Place } from './place.ts';

const prefix = '#/components/schemas/';
const reserved = [
  ...['Type', 'Static', 'Record', 'Readable', 'ErrorCode', 'Blob', 'Response', 'URL', 'Promise'],
  ...['Call', 'CallOptions', 'OperationTable'],
];
/** The constants that stand beside some schemas, named after them. */
const companions = [
  ['ByType', 'registry'],
  ['Values', 'values'],
] as const;

/** Every schema of the contract, by name; refuses a name that could not be a constant and a type. */
export function namedSchemas(root: Place): [string, Place][] {
  const components = at(root, 'components');
  const schemas = entries(components && at(components, 'schemas'));
  for (const [name, place] of schemas) {
    if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) refuse(place, `the name "${name}" is not in PascalCase`);
    if (reserved.includes(name)) refuse(place, `the name "${name}" is taken by the generated code itself`);
    for (const [ending, what] of companions) {
      const owner = name.endsWith(ending) ? name.slice(0, -ending.length) : undefined;
      if (owner && schemas.some(([other]) => other === owner)) {
        refuse(place, `the name "${name}" is taken by the ${what} of "${owner}"`);
      }
    }
  }
  return schemas;
}

/** The name behind `$ref: '#/components/schemas/Track'`. */
export function referencedName(reference: Place): string {
  const pointer = textOf(reference);
  const name = pointer.slice(prefix.length);
  if (!pointer.startsWith(prefix) || name.includes('/')) {
    refuse(reference, `"${pointer}" is not a named schema; a schema that is shared needs a name of its own`);
  }
  return name;
}

/** The name that a schema is only a reference to, if it is. */
export function nameOf(schema: Place): string | undefined {
  const reference = at(schema, '$ref');
  return reference && !('default' in objectOf(schema)) ? referencedName(reference) : undefined;
}

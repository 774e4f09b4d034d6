import type { Parameter, ParameterPlace } from './operation.ts';
import { allowOnly, at, items, need, objectOf, refuse, resolve, textOf, type Place } from './place.ts';
import { hasDefault } from './schema-options.ts';

const known = ['name', 'in', 'required', 'description', 'schema', 'deprecated', 'example', 'examples'];
const places: readonly string[] = ['path', 'query', 'header'] satisfies ParameterPlace[];
// OpenAPI 3.1, "Parameter Object": definitions of these three are ignored, so they would promise a check that is none.
const ignoredHeaders = ['accept', 'content-type', 'authorization'];

export function readParameters(list: Place | undefined): Parameter[] {
  const parameters = items(list).map((place) => readParameter(resolve(place)));
  for (const [index, { name, in: where, schema }] of parameters.entries()) {
    const earlier = parameters.slice(0, index);
    if (earlier.some((other) => other.name === name && other.in === where))
      refuse(schema, `${where} "${name}" is there twice`);
  }
  return parameters;
}

function readParameter(place: Place): Parameter {
  allowOnly(place, known, 'a parameter');
  const where = need(place, 'in');
  const schema = need(place, 'schema');
  const parameter: Parameter = {
    name: readName(place),
    in: isPlace(where.value) ? where.value : refuse(where, 'parameters stand in path, query or header'),
    required: at(place, 'required')?.value === true,
    defaulted: hasDefault(schema) || hasDefault(resolve(schema)),
    schema,
  };
  if (parameter.in === 'path' && !parameter.required)
    refuse(place, 'a path parameter must say "required: true"');
  if (parameter.defaulted && parameter.required)
    refuse(schema, 'a required parameter has no use for a default');
  return parameter;
}

function readName(place: Place): string {
  const name = textOf(need(place, 'name'));
  if (objectOf(place)['in'] !== 'header') return name;
  const lower = name.toLowerCase();
  // Node hands headers over in lower case, and so must the schema that checks them.
  if (ignoredHeaders.includes(lower)) refuse(place, `OpenAPI ignores a parameter for the header "${name}"`);
  return lower;
}

function isPlace(value: unknown): value is ParameterPlace {
  return typeof value === 'string' && places.includes(value);
}

/** The names in the path and the path parameters must be the same. */
export function checkTemplate(path: string, place: Place, parameters: readonly Parameter[]): void {
  const names = path.split('/').flatMap((segment) => templateName(segment, place));
  const declared = parameters
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => parameter.name);
  for (const name of names)
    if (!declared.includes(name)) refuse(place, `the path parameter "${name}" is not described`);
  for (const name of declared)
    if (!names.includes(name)) refuse(place, `"${name}" does not stand in the path ${path}`);
}

function templateName(segment: string, place: Place): string[] {
  const name = /^\{([A-Za-z]\w*)\}$/.exec(segment)?.[1];
  if (!name && /[{}:*]/.test(segment))
    refuse(place, `the path segment "${segment}" must be a plain word or one {name}`);
  return name ? [name] : [];
}

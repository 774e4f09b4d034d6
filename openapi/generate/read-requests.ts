import {
  allowOnly,
  at,
  entries,
  items,
  need,
  type Node,
  objectOf,
  refuse,
  resolve,
  textOf,
} from './contract.ts';
import { requiredNames } from './emit-schema.ts';
import { annotations, hasDefault } from './keywords.ts';
import type { Field, JsonBody, MultipartBody, Parameter, ParameterLocation } from './operation.ts';

const known = ['name', 'in', 'required', 'description', 'schema', 'deprecated', 'example', 'examples'];
const locations: readonly string[] = ['path', 'query', 'header'] satisfies ParameterLocation[];
// OpenAPI 3.1, "Parameter Object": parameters with these names are ignored, so they would not be checked.
const ignoredHeaders = ['accept', 'content-type', 'authorization'];

export function readParameters(list: Node | undefined): Parameter[] {
  const parameters = items(list).map((node) => readParameter(resolve(node)));
  for (const [index, { name, in: location, schema }] of parameters.entries()) {
    const earlier = parameters.slice(0, index);
    if (earlier.some((other) => other.name === name && other.in === location))
      refuse(schema, `the ${location} parameter "${name}" appears twice`);
  }
  return parameters;
}

function readParameter(node: Node): Parameter {
  allowOnly(node, known, 'a parameter');
  const location = need(node, 'in');
  const schema = need(node, 'schema');
  const parameter: Parameter = {
    name: readName(node),
    in: isLocation(location.value) ? location.value : refuse(location, 'must be path, query or header'),
    required: at(node, 'required')?.value === true,
    defaulted: hasDefault(schema) || hasDefault(resolve(schema)),
    schema,
  };
  if (parameter.in === 'path' && !parameter.required) refuse(node, 'a path parameter needs "required: true"');
  if (parameter.defaulted && parameter.required) refuse(schema, 'a required parameter cannot have a default');
  return parameter;
}

function readName(node: Node): string {
  const name = textOf(need(node, 'name'));
  if (objectOf(node)['in'] !== 'header') return name;
  const lower = name.toLowerCase();
  // Node gives header names in lower case, so the schema that checks them uses lower case, too.
  if (ignoredHeaders.includes(lower)) refuse(node, `OpenAPI ignores a parameter for the header "${name}"`);
  return lower;
}

function isLocation(value: unknown): value is ParameterLocation {
  return typeof value === 'string' && locations.includes(value);
}

/** Checks that the path and the path parameters have the same names. */
export function checkTemplate(path: string, node: Node, parameters: readonly Parameter[]): void {
  const names = path.split('/').flatMap((segment) => templateName(segment, node));
  const declared = parameters
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => parameter.name);
  for (const name of names)
    if (!declared.includes(name)) refuse(node, `the path parameter "${name}" is not declared`);
  for (const name of declared)
    if (!names.includes(name)) refuse(node, `"${name}" is not in the path ${path}`);
}

function templateName(segment: string, node: Node): string[] {
  const name = /^\{([A-Za-z]\w*)\}$/.exec(segment)?.[1];
  if (!name && /[{}:*]/.test(segment))
    refuse(node, `the path segment "${segment}" must be a plain word or one {name}`);
  return name ? [name] : [];
}

export function readBody(operation: Node, method: string): JsonBody | MultipartBody | undefined {
  const stated = at(operation, 'requestBody');
  if (!stated) return undefined;
  const body = resolve(stated);
  if (method === 'get' || method === 'delete') refuse(stated, `${method} cannot have a body`);
  allowOnly(body, ['required', 'description', 'content'], 'a request body');
  if (at(body, 'required')?.value !== true)
    refuse(body, 'a body needs "required: true"; an optional body is not supported');
  const content = need(body, 'content');
  const [first, ...others] = entries(content);
  if (!first || others.length > 0) return refuse(content, 'a body must have exactly one media type');
  const [mime, media] = first;
  const schema = need(media, 'schema');
  allowOnly(media, ['schema', 'example', 'examples'], 'a media type');
  if (mime === 'application/json') return { kind: 'json', schema };
  if (mime === 'multipart/form-data') return readMultipart(schema);
  return refuse(media, `the media type "${mime}" is not supported for a body`);
}

/** Separates files and text parts: files are streamed, text parts get their own validator because Fastify parses no multipart body. */
function readMultipart(schema: Node): MultipartBody {
  const form = resolve(schema);
  allowOnly(
    form,
    ['type', 'properties', 'required', 'additionalProperties', ...annotations],
    'a multipart form',
  );
  if (at(form, 'type')?.value !== 'object') refuse(form, 'a multipart form must be an object');
  if (at(form, 'additionalProperties')?.value !== false) {
    refuse(form, 'a multipart form needs "additionalProperties: false": other parts are never read');
  }
  const parts = entries(at(form, 'properties'));
  const required = requiredNames(form, parts);
  const files = parts
    .filter(([, part]) => isFile(part))
    .map(([name]) => ({ name, required: required.has(name) }));
  const texts = parts
    .filter(([, part]) => !isFile(part))
    .map(([name, part]) => readText(name, part, required.has(name)));
  return { kind: 'multipart', schema, files, texts };
}

function readText(name: string, schema: Node, required: boolean): Field {
  const resolved = resolve(schema);
  const type = at(resolved, 'type')?.value;
  if (type === 'object' || type === 'array') refuse(schema, 'a text part must be a scalar');
  return { name, required, defaulted: hasDefault(schema) || hasDefault(resolved), schema };
}

function isFile(part: Node): boolean {
  const format = '$ref' in objectOf(part) ? undefined : at(part, 'format');
  if (!format || textOf(format) !== 'binary') return false;
  allowOnly(part, ['type', 'format', ...annotations], 'a file part');
  return true;
}

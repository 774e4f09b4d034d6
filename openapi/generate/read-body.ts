import { requiredNames } from './emit-object.ts';
import { annotations } from './keywords.ts';
import type { JsonBody, MultipartBody, Field } from './operation.ts';
import { allowOnly, at, entries, need, objectOf, refuse, resolve, textOf, type Place } from './place.ts';
import { hasDefault } from './schema-options.ts';

export function readBody(operation: Place, method: string): JsonBody | MultipartBody | undefined {
  const stated = at(operation, 'requestBody');
  if (!stated) return undefined;
  const body = resolve(stated);
  if (method === 'get' || method === 'delete') refuse(stated, `${method} carries no body`);
  allowOnly(body, ['required', 'description', 'content'], 'a request body');
  if (at(body, 'required')?.value !== true)
    refuse(body, 'a body must say "required: true"; an optional one is not understood');
  const content = need(body, 'content');
  const [first, ...others] = entries(content);
  if (!first || others.length > 0) return refuse(content, 'a body has one media type');
  const [mime, media] = first;
  const schema = need(media, 'schema');
  allowOnly(media, ['schema', 'example', 'examples'], 'a media type');
  if (mime === 'application/json') return { kind: 'json', schema };
  if (mime === 'multipart/form-data') return readMultipart(schema);
  return refuse(media, `a body of "${mime}" is not understood`);
}

/** Files are streamed by name; the text parts get a validator of their own, since Fastify checks no multipart body. */
function readMultipart(schema: Place): MultipartBody {
  const form = resolve(schema);
  allowOnly(
    form,
    ['type', 'properties', 'required', 'additionalProperties', ...annotations],
    'a multipart form',
  );
  if (at(form, 'type')?.value !== 'object') refuse(form, 'a multipart form must be an object');
  if (at(form, 'additionalProperties')?.value !== false) {
    refuse(form, 'a multipart form must say "additionalProperties: false": no unnamed part is ever read');
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

function readText(name: string, schema: Place, required: boolean): Field {
  const resolved = resolve(schema);
  const type = at(resolved, 'type')?.value;
  if (type === 'object' || type === 'array') refuse(schema, 'a text part is one scalar');
  return { name, required, defaulted: hasDefault(schema) || hasDefault(resolved), schema };
}

function isFile(part: Place): boolean {
  const format = '$ref' in objectOf(part) ? undefined : at(part, 'format');
  if (!format || textOf(format) !== 'binary') return false;
  allowOnly(part, ['type', 'format', ...annotations], 'a file part');
  return true;
}

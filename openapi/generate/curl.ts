import { at, entries, isObject, type Json, need, resolve } from './contract.ts';
import { type Operation, parametersIn } from './operation.ts';
import { bearerOf } from './sdk-calls.ts';

/** `trackId` is `$TRACK_ID`. */
const variable = (name: string): string => `$${name.replaceAll(/([A-Z])/g, '_$1').toUpperCase()}`;

/** A value between single quotes of a shell, or as it is where that is safe. */
const quoted = (text: string): string =>
  /^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The first example of a body that the contract has; empty without one. */
export function exampleOf({ node }: Operation): Json {
  const content = need(resolve(need(node, 'requestBody')), 'content');
  const media = entries(content)[0]?.[1] ?? content;
  const [, first] = entries(at(media, 'examples'))[0] ?? [];
  return first === undefined ? {} : need(resolve(first), 'value').value;
}

function bodyOf(operation: Operation): string[] {
  const { body } = operation;
  if (body === undefined) return [];
  const example = exampleOf(operation);
  if (body.kind === 'json')
    return ["-H 'content-type: application/json'", `-d ${quoted(JSON.stringify(example))}`];
  const files = body.files.filter(({ required }) => required).map(({ name }) => `-F ${name}=@file`);
  const values = isObject(example) ? example : {};
  const texts = body.texts
    .filter(({ name, required }) => required && typeof values[name] === 'string')
    .map(({ name }) => `-F ${quoted(`${name}=${values[name] as string}`)}`);
  return [...files, ...texts];
}

/** How curl makes this request, with the example of the contract; `$MUSIC` is the address of the service music. */
export function curlOf(service: string, operation: Operation): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => variable(name));
  const query = parametersIn(operation, 'query')
    .filter(({ required }) => required)
    .map(({ name }) => `${name}=${variable(name)}`);
  const url = `$${service.toUpperCase()}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const isPlain = operation.method === 'GET' || (operation.method === 'POST' && operation.body !== undefined);
  const parts = [
    `curl -s${isPlain ? '' : ` -X ${operation.method}`}`,
    query.length > 0 ? `"${url}"` : url,
    ...(bearerOf(operation.security) === 'never' ? [] : ['-H "authorization: Bearer $TOKEN"']),
    ...bodyOf(operation),
  ];
  return parts.join(' ');
}

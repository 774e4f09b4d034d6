import { at, type Contract } from './contract.ts';
import { emitSchema } from './emit-schema.ts';
import {
  commonCodes,
  type Field,
  isSocket,
  type JsonBody,
  type MultipartBody,
  type Operation,
  ownCodes,
  parametersIn,
  type Reply,
} from './operation.ts';
import { banner, call, doc, literal, object, properties, union } from './print.ts';
import { readReplyCodes } from './read-operations.ts';
import { readReplyCloseCodes } from './read-replies.ts';
import type { Reference } from './schema-names.ts';

type Fields = [string, string][];

const external: Reference = (name) => `s.${name}`;

/** `operations.gen.ts`: one route object per operation, to be spread into `app.route({ ...operations.x, handler })`. */
export function emitOperations(contract: Contract, operations: readonly Operation[]): string {
  const names = operations.map(({ id }) => id).join(', ');
  const comment = doc('Every operation of the contract, by operationId.');
  const table = `${comment}export const operations = {${names}} as const;\n`;
  const body = [...operations.map(emitRoute), table, ...emitCodes(operations)].join('\n');
  return `${banner(contract.file)}${imports(body)}\n${body}`;
}

function imports(body: string): string {
  const lines = [
    body.includes('Readable') ? "import type { Readable } from 'node:stream';\n" : '',
    body.includes('Type.') ? "import { Type } from '@sinclair/typebox';\n" : '',
    /\bs\.[A-Z]/.test(body) ? "import * as s from './schemas.gen.ts';\n" : '',
  ];
  return lines.join('');
}

function emitRoute(operation: Operation): string {
  const route = object([
    ['method', literal(operation.method)],
    ['url', literal(operation.path.replaceAll(/\{(\w+)\}/g, ':$1'))],
    ['config', object(emitConfig(operation))],
    ['schema', object(emitRouteSchema(operation))],
  ]);
  return `${doc(operation.summary)}export const ${operation.id} = ${route} as const;\n`;
}

function emitConfig(operation: Operation): Fields {
  const { codes, body } = operation;
  const fields: Fields = [
    ['operationId', literal(operation.id)],
    ['security', literal(operation.security)],
  ];
  if (isSocket(operation)) fields.push(['websocket', 'true']);
  if (codes.length > 0) fields.push(['codes', literal(codes)]);
  if (body?.kind === 'multipart') fields.push(['multipart', emitMultipart(body)]);
  return fields;
}

function emitMultipart({ texts, files }: MultipartBody): string {
  const table = files.map(({ name, required }): [string, string] => [name, literal({ required })]);
  return object([
    ['text', emitFields(texts, true)],
    ['files', object(table)],
  ]);
}

function emitRouteSchema(operation: Operation): Fields {
  const groups = (['path', 'query', 'header'] as const).flatMap((location): Fields => {
    const parameters = parametersIn(operation, location);
    const name = { path: 'params', query: 'querystring', header: 'headers' }[location];
    // Headers are never rejected: HTTP clients and proxies add headers that no contract lists.
    const isOpen = location === 'header' || (location === 'query' && operation.ignoresUnknownQuery);
    return parameters.length > 0 ? [[name, emitFields(parameters, !isOpen)]] : [];
  });
  const replies = operation.replies.flatMap((reply): Fields => {
    const text = emitReply(reply);
    return text ? [[reply.status, text]] : [];
  });
  return [
    ['operationId', literal(operation.id)],
    ...groups,
    ...emitBody(operation.body),
    ['response', object(replies)],
  ];
}

/** The fields of one part of a request. A field with a default is not optional: validation fills it in. */
function emitFields(fields: readonly Field[], closed: boolean): string {
  const members = properties(
    fields.map(({ name, required, defaulted, schema }) => [
      name,
      emitSchema(schema, external),
      required || defaulted,
    ]),
  );
  // A form of files only has no text parts.
  // `call` leaves out an empty object; a form of files only has no text parts.
  const listed = members === '{}' ? '{ }' : members;
  return call('Type.Object', listed, closed ? literal({ additionalProperties: false }) : '');
}

// A multipart body has no schema: Fastify parses no multipart body, so its validation would reject every request.
function emitBody(body: JsonBody | MultipartBody | undefined): Fields {
  return body?.kind === 'json' ? [['body', emitSchema(body.schema, external)]] : [];
}

function emitReply({ kind, mimes, schema }: Reply): string | undefined {
  switch (kind) {
    case 'json':
      return schema && emitSchema(schema, external);
    case 'problem':
      return schema && emitContent(mimes, emitSchema(schema, external));
    case 'text':
      return emitContent(mimes, 'Type.String()');
    case 'binary':
      // The type of what a handler may send. Fastify does not serialise streams and buffers.
      return emitContent(mimes, 'Type.Unsafe<Readable | Uint8Array>({})');
    case 'none':
    case 'redirect':
      return "Type.Unsafe<undefined>({ type: 'null' })";
    case 'websocket':
      return undefined;
  }
}

function emitContent(mimes: readonly string[], schema: string): string {
  return object([['content', object(mimes.map((mime) => [mime, object([['schema', schema]])]))]]);
}

/** The codes as types. A service checks its error catalogue against them. */
function emitCodes(operations: readonly Operation[]): string[] {
  const common = commonCodes(operations);
  const own = ownCodes(operations).map(literal);
  const all = [...(common.length > 0 ? ['(typeof commonCodes)[number]'] : []), ...own];
  const type = `${doc("Every code of this service's problems.")}export type ErrorCode = ${union(all)};\n`;
  return [...(common.length > 0 ? [emitCommonCodes(common)] : []), ...(all.length > 0 ? [type] : [])];
}

/** `codes.gen.ts`: the codes of the replies that a contract has for other contracts; '' when they have none. */
export function emitReplyCodes(contract: Contract): string {
  const components = at(contract.root, 'components');
  const codes = readReplyCodes(components && at(components, 'responses'));
  return codes.length === 0 ? '' : `${banner(contract.file)}\n${emitCommonCodes(codes)}`;
}

function emitCommonCodes(codes: readonly string[]): string {
  return `${doc('Any operation may answer these.')}export const commonCodes = ${literal(codes)} as const;\n`;
}

/**
 * `close-codes.gen.ts`: why a contract's WebSocket is closed; '' when it has none.
 *
 * @param reader who closes sockets sends the reason along; a client has words of its own
 */
export function emitCloseCodes(contract: Contract, reader: 'server' | 'client'): string {
  const components = at(contract.root, 'components');
  const codes = readReplyCloseCodes(components && at(components, 'responses'));
  if (codes.length === 0) return '';
  const rows = codes.map(({ name, code, reason, reconnect }): [string, string] => [
    name,
    literal({ code, ...(reader === 'server' && { reason }), reconnect }),
  ]);
  const comment = doc(
    'Why a socket was closed (RFC 6455, section 7.4), and whether its client connects again.',
  );
  const constant = `${comment}export const closeCodes = ${object(rows)} as const;\n`;
  return `${banner(contract.file)}\n${constant}\nexport type CloseReason = keyof typeof closeCodes;\n`;
}

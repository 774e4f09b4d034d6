import type { Contract } from './bundle.ts';
import { emitCodes } from './emit-codes.ts';
import { emitSchema } from './emit-schema.ts';
import type { Reference } from './emit-type.ts';
import {
  type Field,
  isSocket,
  type JsonBody,
  type MultipartBody,
  type Operation,
  parametersIn,
  type Reply,
} from './operation.ts';
import { banner, block, call, doc, inline, literal, object, quote, textList } from './print.ts';

type Fields = [string, string][];

const external: Reference = (name) => `s.${name}`;

/** `operations.gen.ts`: one route object for each operation, to be spread into `app.route({ ...operations.x, handler })`. */
export function emitOperations(contract: Contract, operations: readonly Operation[]): string {
  const routes = operations.map(emitRoute);
  const table = `/** Every operation of the contract, by operationId. */\nexport const operations = {\n${operations
    .map(({ id }) => `  ${id},\n`)
    .join('')}} as const;\n`;
  const body = [...routes, table, ...emitCodes(operations)].join('\n');
  return `${banner(contract.file)}${imports(body)}\n${body}`;
}

function imports(body: string): string {
  const lines = [
    body.includes('Readable') && "import type { Readable } from 'node:stream';\n",
    body.includes('Type.') && "import { Type } from '@sinclair/typebox';\n",
    /\bs\.[A-Z]/.test(body) && "import * as s from './schemas.gen.ts';\n",
  ];
  return lines.filter((line) => line !== false).join('');
}

function emitRoute(operation: Operation): string {
  const route = block([
    ['method', quote(operation.method)],
    ['url', quote(operation.path.replaceAll(/\{(\w+)\}/g, ':$1'))],
    ['config', block(emitConfig(operation))],
    ['schema', block(emitRouteSchema(operation))],
  ]);
  return `${doc(operation.summary)}export const ${operation.id} = ${route} as const;\n`;
}

function emitConfig(operation: Operation): Fields {
  const { codes, body } = operation;
  const fields: Fields = [
    ['operationId', quote(operation.id)],
    ['security', literal(operation.security)],
  ];
  if (isSocket(operation)) fields.push(['websocket', 'true']);
  if (codes.length > 0) fields.push(['codes', textList(codes)]);
  if (body?.kind === 'multipart') fields.push(['multipart', emitMultipart(body)]);
  return fields;
}

function emitMultipart({ texts, files }: MultipartBody): string {
  const table = files.map(({ name, required }): [string, string] => [
    name,
    inline([['required', String(required)]]),
  ]);
  return block([
    ['text', emitFields(texts, true)],
    ['files', object(table)],
  ]);
}

function emitRouteSchema(operation: Operation): Fields {
  const groups: Fields = (['path', 'query', 'header'] as const).flatMap((where): Fields => {
    const parameters = parametersIn(operation, where);
    const name = { path: 'params', query: 'querystring', header: 'headers' }[where];
    // Clients send headers that no contract lists; they are nobody's mistake.
    const isOpen = where === 'header' || (where === 'query' && operation.ignoresUnknownQuery);
    return parameters.length > 0 ? [[name, emitFields(parameters, !isOpen)]] : [];
  });
  const replies = operation.replies.flatMap((reply): Fields => {
    const text = emitReply(reply);
    return text ? [[reply.status, text]] : [];
  });
  return [
    ['operationId', quote(operation.id)],
    ...groups,
    ...emitBody(operation.body),
    ['response', block(replies)],
  ];
}

/** The fields of one part of a request. What validation fills in is always there, so it is not optional to the types. */
function emitFields(fields: readonly Field[], closed: boolean): string {
  const lines = fields.map(({ name, required, defaulted, schema }): [string, string] => {
    const text = emitSchema(schema, external);
    return [name, required || defaulted ? text : `Type.Optional(${text})`];
  });
  return call('Type.Object', block(lines), closed ? '{ additionalProperties: false }' : '');
}

// A schema for a multipart body would answer 400 to everything: Fastify has no parsed body to check.
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
      // Says what a handler may send; Fastify passes streams and buffers on without serialising them.
      return emitContent(mimes, 'Type.Unsafe<Readable | Uint8Array>({})');
    case 'none':
    case 'redirect':
      return "Type.Unsafe<undefined>({ type: 'null' })";
    case 'websocket':
      return undefined;
  }
}

function emitContent(mimes: readonly string[], schema: string): string {
  return inline([['content', inline(mimes.map((mime) => [mime, inline([['schema', schema]])]))]]);
}

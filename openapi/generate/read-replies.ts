import type { Reply, ReplyKind } from './operation.ts';
import { allowOnly, at, entries, need, refuse, resolve, textOf, type Place } from './place.ts';
import { emitSchema } from './emit-schema.ts';
import { readCloseCodes } from './read-close-codes.ts';

const textual = /^(text\/[a-z-]+|application\/yaml)$/;
const media = /^(audio|image|video|application)\/([\w.+-]+|\*)$/;

export function readReplies(responses: Place, method: string): Reply[] {
  const replies = entries(responses).map(([status, place]) => readReply(status, resolve(place), place));
  if (!replies.some((reply) => isSuccess(reply))) refuse(responses, 'states no success');
  if (method !== 'get' && replies.some((reply) => reply.kind === 'websocket'))
    refuse(responses, 'only a GET upgrades to 101');
  return replies;
}

/** A reply that a caller asked for, as opposed to a problem. */
export function isSuccess(reply: Reply): boolean {
  return reply.kind !== 'problem' && reply.status !== 'default';
}

function readReply(status: string, response: Place, stated: Place): Reply {
  if (!/^([1-5]\d\d|default)$/.test(status)) refuse(stated, `"${status}" is neither a status nor "default"`);
  allowOnly(response, ['description', 'headers', 'content', 'x-codes', 'x-close-codes'], 'a reply');
  if (readCloseCodes(response).length > 0 && status !== '101')
    refuse(stated, 'has close codes, but opens no socket');
  for (const [, header] of entries(at(response, 'headers'))) checkHeader(resolve(header));
  const contents = entries(at(response, 'content'));
  if (contents.length === 0) return { status, kind: emptyKind(status), mimes: [], schema: undefined };
  const kinds = new Set(contents.map(([mime, content]) => readKind(mime, content)));
  const [kind] = kinds;
  if (!kind || kinds.size > 1) return refuse(stated, 'mixes media types that are read in different ways');
  const [first, ...others] = contents.map(([, content]) => need(content, 'schema'));
  if (others.length > 0 && kind !== 'binary')
    refuse(stated, 'has more than one media type that carries a schema');
  return { status, kind, mimes: contents.map(([mime]) => mime), schema: first };
}

function emptyKind(status: string): ReplyKind {
  if (status === '101') return 'websocket';
  return /^30[12378]$/.test(status) ? 'redirect' : 'none';
}

function readKind(mime: string, content: Place): ReplyKind {
  allowOnly(content, ['schema', 'example', 'examples'], 'a media type');
  const schema = resolve(need(content, 'schema'));
  if (mime === 'application/json') return 'json';
  if (mime === 'application/problem+json') return 'problem';
  if (textual.test(mime)) return plainString(schema, undefined, 'text');
  if (media.test(mime)) return plainString(schema, 'binary', 'binary');
  return refuse(content, `a reply of "${mime}" is not understood`);
}

function plainString(schema: Place, format: string | undefined, kind: ReplyKind): ReplyKind {
  allowOnly(schema, ['type', 'format', 'description'], `a ${kind} reply`);
  const stated = at(schema, 'format');
  const right = textOf(need(schema, 'type')) === 'string' && (stated && textOf(stated)) === format;
  return right
    ? kind
    : refuse(schema, `must be a string${format ? ` of format ${format}` : ' without a format'}`);
}

function checkHeader(header: Place): void {
  allowOnly(header, ['description', 'schema', 'required', 'deprecated', 'example', 'examples'], 'a header');
  emitSchema(need(header, 'schema'), (name) => name);
}

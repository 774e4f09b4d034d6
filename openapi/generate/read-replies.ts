import { allowOnly, at, entries, need, type Node, refuse, resolve, textOf } from './contract.ts';
import { emitSchema } from './emit-schema.ts';
import type { Reply, ReplyKind } from './operation.ts';

const textual = /^(text\/[a-z-]+|application\/yaml)$/;
const media = /^(audio|image|video|application)\/([\w.+-]+|\*)$/;

export function readReplies(responses: Node, method: string): Reply[] {
  const replies = entries(responses).map(([status, node]) => readReply(status, resolve(node), node));
  if (!replies.some((reply) => isSuccess(reply))) refuse(responses, 'has no success');
  if (method !== 'get' && replies.some((reply) => reply.kind === 'websocket'))
    refuse(responses, 'only a GET can upgrade to a WebSocket (101)');
  return replies;
}

/** Whether the reply is a success and not a problem. */
export function isSuccess(reply: Reply): boolean {
  return reply.kind !== 'problem' && reply.status !== 'default';
}

function readReply(status: string, response: Node, declared: Node): Reply {
  if (!/^([1-5]\d\d|default)$/.test(status))
    refuse(declared, `"${status}" is neither a status nor "default"`);
  allowOnly(response, ['description', 'headers', 'content', 'x-codes', 'x-close-codes'], 'a reply');
  if (readCloseCodes(response).length > 0 && status !== '101')
    refuse(declared, 'has close codes, but is not a WebSocket upgrade');
  for (const [, header] of entries(at(response, 'headers'))) checkHeader(resolve(header));
  const contents = entries(at(response, 'content'));
  if (contents.length === 0) return { status, kind: emptyKind(status), mimes: [], schema: undefined };
  const kinds = new Set(contents.map(([mime, content]) => readKind(mime, content)));
  const [kind] = kinds;
  if (!kind || kinds.size > 1) return refuse(declared, 'mixes media types of different kinds');
  const [first, ...others] = contents.map(([, content]) => need(content, 'schema'));
  if (others.length > 0 && kind !== 'binary') refuse(declared, 'can have only one media type with a schema');
  return { status, kind, mimes: contents.map(([mime]) => mime), schema: first };
}

function emptyKind(status: string): ReplyKind {
  if (status === '101') return 'websocket';
  return /^30[12378]$/.test(status) ? 'redirect' : 'none';
}

function readKind(mime: string, content: Node): ReplyKind {
  allowOnly(content, ['schema', 'example', 'examples'], 'a media type');
  const schema = resolve(need(content, 'schema'));
  if (mime === 'application/json') return 'json';
  if (mime === 'application/problem+json') return 'problem';
  if (textual.test(mime)) return plainString(schema, undefined, 'text');
  if (media.test(mime)) return plainString(schema, 'binary', 'binary');
  return refuse(content, `the media type "${mime}" is not supported for a reply`);
}

function plainString(schema: Node, format: string | undefined, kind: ReplyKind): ReplyKind {
  allowOnly(schema, ['type', 'format', 'description'], `a ${kind} reply`);
  const declared = at(schema, 'format');
  const right = textOf(need(schema, 'type')) === 'string' && (declared && textOf(declared)) === format;
  return right
    ? kind
    : refuse(schema, `must be a string${format ? ` of format ${format}` : ' without a format'}`);
}

function checkHeader(header: Node): void {
  allowOnly(header, ['description', 'schema', 'required', 'deprecated', 'example', 'examples'], 'a header');
  emitSchema(need(header, 'schema'), (name) => name);
}

/** A reason to close a WebSocket; `reconnect` says whether the client connects again. */
export interface CloseCode {
  readonly name: string;
  readonly code: number;
  readonly reason: string;
  readonly reconnect: boolean;
}

/** A control frame has at most 125 bytes, and the code takes two of them (RFC 6455, section 5.5). */
const MAX_REASON_BYTES = 123;

/** The `x-close-codes` of a WebSocket upgrade, in the order of the contract. */
export function readCloseCodes(reply: Node): CloseCode[] {
  const declared = entries(at(reply, 'x-close-codes'));
  const codes = declared.map(([name, node]) => readCloseCode(name, node));
  declared.forEach(([, node], index) => {
    const duplicate = codes.findIndex(({ code }) => code === codes[index]?.code);
    if (duplicate !== index) refuse(node, `has the code of "${codes[duplicate]?.name ?? ''}"`);
  });
  return codes;
}

/** The close codes of the one reply under `responses` that has them. */
export function readReplyCloseCodes(responses: Node | undefined): CloseCode[] {
  const replies = entries(responses).map(([, reply]) => resolve(reply));
  const [reply, second] = replies.filter((each) => at(each, 'x-close-codes'));
  if (second) refuse(second, 'only one reply of a contract can have close codes');
  return reply ? readCloseCodes(reply) : [];
}

function readCloseCode(name: string, node: Node): CloseCode {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) refuse(node, `the name "${name}" is not in camelCase`);
  allowOnly(node, ['code', 'reason', 'reconnect'], 'a close code');
  const [code, reason, reconnect] = [need(node, 'code'), need(node, 'reason'), need(node, 'reconnect')];
  const bytes = Buffer.byteLength(textOf(reason));
  if (bytes < 1 || bytes > MAX_REASON_BYTES)
    refuse(reason, `must have 1 to ${MAX_REASON_BYTES} bytes to fit into a close frame`);
  if (typeof code.value !== 'number' || !isCloseCode(code.value))
    return refuse(code, 'is not a code that a close frame may carry');
  if (typeof reconnect.value !== 'boolean') return refuse(reconnect, 'must be true or false');
  return { name, code: code.value, reason: textOf(reason), reconnect: reconnect.value };
}

/** A code that a close frame may carry (RFC 6455, section 7.4). */
function isCloseCode(code: number): boolean {
  const isStandard = code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code);
  return Number.isInteger(code) && (isStandard || (code >= 3000 && code <= 4999));
}

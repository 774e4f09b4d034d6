import { createHash, randomUUID } from 'node:crypto';
import { etagMatches, linkNext, stateTag } from '@downbeat/shared/http';
import { compile } from '@downbeat/shared/validation';
import type { Static, TSchema } from '@sinclair/typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Stands for a reader's query in the URLs of a template. Random, so that no text of a track can contain it. */
export const ANY_QUERY = randomUUID();
/** Characters of base64url: 132 bits. */
const DIGEST_LENGTH = 22;

/** An answer as JSON, the same for all readers, cut where the query of a reader's signed URLs belongs. */
export class AnswerTemplate {
  readonly #parts: Buffer[];
  readonly #digest: string;
  readonly #state: string | undefined;
  /** Without the queries. */
  readonly bytes: number;

  /** Of a page of a list. */
  readonly nextCursor: string | null;

  /** @param state of the resource, for the tags that If-Match compares; lists have none */
  constructor(json: string, state: string | undefined, nextCursor: string | null) {
    this.#state = state;
    this.nextCursor = nextCursor;
    this.#parts = json.split(ANY_QUERY).map((part) => Buffer.from(part));
    this.bytes = this.#parts.reduce((sum, { length }) => sum + length, 0);
    const hash = createHash('sha256');
    for (const part of this.#parts) hash.update(part);
    this.#digest = hash.digest('base64url').slice(0, DIGEST_LENGTH);
  }

  /** Differs for each content, reader and hour: the query ends with the signature of the reader. */
  etag(query: string): string {
    const reader = query.slice(-DIGEST_LENGTH);
    return this.#state === undefined
      ? `"${this.#digest}.${reader}"`
      : stateTag(this.#state, this.#digest, reader);
  }

  /** @param query of the signer: letters, digits and `-_=&`, so it needs no escape in JSON */
  render(query: string): Buffer {
    const insert = Buffer.from(query, 'latin1');
    const json = Buffer.allocUnsafe(this.bytes + insert.length * (this.#parts.length - 1));
    let end = 0;
    for (const part of this.#parts) {
      if (end > 0) {
        json.set(insert, end);
        end += insert.length;
      }
      json.set(part, end);
      end += part.length;
    }
    return json;
  }
}

/**
 * Makes templates of answers whose URLs have ANY_QUERY. What they contain is checked here, once, by the contract's schema.
 * @param stateOf for an answer that is one resource: what identifies it and its present state
 * @throws Error when an answer breaks the contract
 */
export function createTemplates<S extends TSchema>(
  schema: S,
  stateOf?: (answer: Static<S>) => string,
): (answer: Static<S>) => AnswerTemplate {
  const isValid = compile(schema, 'answer');
  return (answer) => {
    if (isValid(answer))
      return new AnswerTemplate(JSON.stringify(answer), stateOf?.(answer), nextCursorOf(answer));
    const [fault] = isValid.errors ?? [];
    throw new Error(`${fault?.instancePath ?? ''} ${fault?.message ?? 'is not valid'}`);
  };
}

const nextCursorOf = (answer: unknown): string | null =>
  (Object(answer) as { nextCursor?: string | null }).nextCursor ?? null;

type TemplateReply = Pick<FastifyReply, 'header' | 'code' | 'type' | 'send'>;

/** Sends what a write has made of a resource, with the ETag of its new state. */
export function sendChanged(reply: TemplateReply, template: AnswerTemplate, query: string): FastifyReply {
  return reply
    .header('etag', template.etag(query))
    .type('application/json; charset=utf-8')
    .send(template.render(query));
}

/** Sends a template to one reader, or 304 to a reader that has it. */
export function sendTemplate(
  request: FastifyRequest,
  reply: TemplateReply,
  template: AnswerTemplate,
  query: string,
): FastifyReply {
  const etag = template.etag(query);
  reply.header('cache-control', 'private, no-cache').header('etag', etag);
  linkNext(request, reply, template.nextCursor);
  if (etagMatches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(template.render(query));
}

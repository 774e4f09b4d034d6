import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { Deadline, runWithDeadline } from '../deadline.ts';
import { commonErrors } from '../errors.ts';
import type { ClaimedKey, IdempotencyKeys, KeptAnswer } from '../idempotency-keys.ts';
import { newId } from '../ids.ts';
import { pathOf, reasonOf } from '../logging.ts';
import { type Operation, requirePrincipal } from './types.ts';

const HEADER = 'idempotency-key';
/** Several times within the lock of a key. */
const PROLONG_MS = 5_000;
/** Two such waits are longer than the lock of a try whose process has died. */
const RETRY_AFTER_SECONDS = '8';
/** To keep the answer. The request's own time may be over. */
const KEEP_MS = 2_000;
const KEPT_HEADERS = ['content-type', 'location', 'etag'];

/** The key of a request that is being handled. */
interface RunningKey extends ClaimedKey {
  keys: IdempotencyKeys;
  settled: boolean;
  prolonging: NodeJS.Timeout | undefined;
  /** Resolves when the last prolongation has ended. */
  prolonged: Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    idempotency: RunningKey | null;
  }
}

/** What a request creates. */
export interface Creation {
  id: string;
  /** Whether an earlier try of the same request may have created it already. */
  repeated: boolean;
}

/** The id for what a request creates. All tries with the same Idempotency-Key get the same. */
export function creationOf({ idempotency }: FastifyRequest): Creation {
  if (idempotency === null) return { id: newId(), repeated: false };
  return { id: idempotency.resourceId, repeated: idempotency.repeated };
}

/** A form turned out to be the one that was answered before. */
class AnsweredBefore extends Error {
  override readonly name = 'AnsweredBefore';
  readonly answer: KeptAnswer;

  constructor(answer: KeptAnswer) {
    super('The request was answered before');
    this.answer = answer;
  }
}

/** The same text for the same JSON value, whatever the order of its members. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}

function fingerprintOf({ method, url }: FastifyRequest, body: unknown): string {
  return createHash('sha256')
    .update(`${method} ${pathOf(url)} ${canonical(body)}`)
    .digest('base64url');
}

/** @throws ProblemError IDEMPOTENCY_KEY_REUSED */
async function requireSame(running: RunningKey, fingerprint: string): Promise<void> {
  const { keys, id } = running;
  running.fingerprint ??= await keys.bind(id, fingerprint);
  if (running.fingerprint !== fingerprint) throw commonErrors.IDEMPOTENCY_KEY_REUSED();
}

/**
 * Compares a form with the one that the request's Idempotency-Key belongs to. To be called by the handler of a form as soon
 * as it is read, and before it has an effect: its bytes differ between two tries, because the boundary is random.
 * @param parts the text parts, and a hash of each file
 * @throws ProblemError IDEMPOTENCY_KEY_REUSED; and what ends the handler when the form was answered before
 */
export async function requireSameForm(request: FastifyRequest, parts: object): Promise<void> {
  const { idempotency } = request;
  if (idempotency === null) return;
  await requireSame(idempotency, fingerprintOf(request, parts));
  if (idempotency.answer !== undefined) throw new AnsweredBefore(idempotency.answer);
}

/** A structured field (RFC 9651) has quotes; without them it is the same key. */
const keyOf = (header: string): string => /^"(.+)"$/.exec(header)?.[1] ?? header;

async function claim(keys: IdempotencyKeys, request: FastifyRequest, header: string): Promise<RunningKey> {
  const { userId } = requirePrincipal(request);
  const isForm = request.routeOptions.config.multipart !== undefined;
  const fingerprint = isForm ? undefined : fingerprintOf(request, request.body);
  const claimed = await keys.claim(userId, keyOf(header), fingerprint);
  if (claimed === null)
    throw commonErrors.IDEMPOTENCY_KEY_IN_USE({ headers: { 'retry-after': RETRY_AFTER_SECONDS } });
  const running: RunningKey = {
    ...claimed,
    keys,
    settled: false,
    prolonging: undefined,
    prolonged: Promise.resolve(),
  };
  request.idempotency = running;
  if (claimed.answer === undefined) prolongWhileRunning(running);
  if (fingerprint !== undefined) await requireSame(running, fingerprint);
  return running;
}

function prolongWhileRunning(running: RunningKey): void {
  // When it fails, the next run does it; without any, the lock ends before the request does, and a second try may begin.
  running.prolonging = setInterval(() => {
    running.prolonged = running.keys.prolong(running).catch(() => undefined);
  }, PROLONG_MS);
  running.prolonging.unref();
}

function answerAgain(reply: FastifyReply, { status, headers, body }: KeptAnswer): FastifyReply {
  return reply
    .code(status)
    .headers({ ...headers, 'idempotency-replayed': 'true' })
    .send(body);
}

function keptAnswer(reply: FastifyReply, payload: unknown): KeptAnswer {
  const named = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)]];
  });
  const body = Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === 'string' ? payload : '');
  return { status: reply.statusCode, headers: Object.fromEntries(named) as Record<string, string>, body };
}

/** Keeps an answer that reports a success. After a failure the same request may be tried again. */
async function settle(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const { idempotency } = request;
  if (idempotency === null || idempotency.settled) return payload;
  const { keys, prolonging, answer } = idempotency;
  idempotency.settled = true;
  clearInterval(prolonging);
  if (answer !== undefined) return payload;
  const isKept = reply.statusCode < 300;
  const work = async (): Promise<void> => {
    // One that arrives later would lock the key again.
    await idempotency.prolonged;
    await (isKept ? keys.keep(idempotency, keptAnswer(reply, payload)) : keys.release(idempotency));
  };
  try {
    await runWithDeadline(new Deadline(KEEP_MS), work);
  } catch (error) {
    // The next try waits until the lock has ended, and then finds what this one has made by its id.
    request.log.warn({ reason: reasonOf(error) }, 'The answer of an idempotency key is not kept');
  }
  return payload;
}

/**
 * Makes a route whose contract has the header Idempotency-Key safe to be sent twice, after
 * draft-ietf-httpapi-idempotency-key-header: the first success is kept and sent again.
 */
export function keepAnswers(
  route: RouteOptions,
  { schema }: Operation,
  keys: IdempotencyKeys | undefined,
): void {
  const headers = (schema.headers as { properties?: object } | undefined)?.properties ?? {};
  if (!Object.hasOwn(headers, HEADER)) return;
  if (keys === undefined) throw new Error(`${route.url} has idempotency keys, but the app keeps none`);
  const handle = route.handler;
  route.onSend = [settle, ...[route.onSend ?? []].flat()];
  route.handler = async function (request, reply) {
    const header = request.headers[HEADER];
    try {
      if (typeof header !== 'string') return await handle.call(this, request, reply);
      const { answer } = await claim(keys, request, header);
      const isForm = request.routeOptions.config.multipart !== undefined;
      if (answer !== undefined && !isForm) return await answerAgain(reply, answer);
      return await handle.call(this, request, reply);
    } catch (error) {
      if (error instanceof AnsweredBefore) return answerAgain(reply, error.answer);
      throw error;
    }
  };
}

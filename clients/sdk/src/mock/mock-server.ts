import { authExamples } from '../generated/auth.examples.gen.ts';
import { authOperations, type AuthCalls } from '../generated/auth.operations.gen.ts';
import { musicExamples } from '../generated/music.examples.gen.ts';
import { musicOperations, type MusicCalls } from '../generated/music.operations.gen.ts';
import { notificationExamples } from '../generated/notification.examples.gen.ts';
import { notificationOperations, type NotificationCalls } from '../generated/notification.operations.gen.ts';
import { DownbeatError, isDownbeatError, type Problem } from '../http/errors.ts';
import { entryOf, type OperationEntry } from '../http/operation.ts';
import { pause } from '../http/retry.ts';

type Calls = AuthCalls & MusicCalls & NotificationCalls;
type OperationId = keyof Calls;
type Handler = (input: never) => unknown;

/** A call that the application has made. */
export interface MockCall {
  operationId: string;
  /** Path, query and body in one object. Values of the path and the query are text. */
  input: Record<string, unknown>;
  headers: Headers;
}

interface MockOperation {
  id: string;
  entry: OperationEntry;
  pattern: RegExp;
  example: { status: number; data?: unknown };
}

const examples: Record<string, { status: number; data?: unknown }> = {
  ...authExamples,
  ...musicExamples,
  ...notificationExamples,
};

const operations = Object.entries({ ...authOperations, ...musicOperations, ...notificationOperations }).map(
  ([id, row]): MockOperation => {
    const entry = entryOf(row);
    const pattern = new RegExp(`^${entry.path.replace(/{(\w+)}/g, '(?<$1>[^/]+)')}$`);
    return { id, entry, pattern, example: examples[id] ?? { status: 200 } };
  },
);

/** Answers the calls of a mock client: each operation with the example of its contract, unless told otherwise. */
export class MockServer {
  /** Every call, in the order in which they came. */
  readonly calls: MockCall[] = [];
  readonly #handlers = new Map<string, Handler>();
  /** What answers an operation in the place of its example, also after `reset`. */
  readonly #defaults = new Map<string, Handler>();
  readonly #latencyMs: number;

  /** @param latencyMs how long each answer takes */
  constructor(latencyMs: number) {
    this.#latencyMs = latencyMs;
  }

  /** The calls of one operation. */
  callsOf(operationId: OperationId): MockCall[] {
    return this.calls.filter((call) => call.operationId === operationId);
  }

  /** Answers an operation by a function of its input; an error of type DownbeatError in it becomes the answer. */
  on<Id extends OperationId>(
    operationId: Id,
    answer: (input: NonNullable<Calls[Id]['input']>) => Calls[Id]['result'] | Promise<Calls[Id]['result']>,
  ): void {
    this.#handlers.set(operationId, answer);
  }

  /**
   * Lets an operation fail, from now on or so many times.
   *
   * @param code one of its contract, or NETWORK_ERROR: no answer
   */
  fail<Id extends OperationId>(
    operationId: Id,
    code: Calls[Id]['code'] | 'NETWORK_ERROR',
    { times = Infinity, status = statusOf(code) }: { times?: number; status?: number } = {},
  ): void {
    const before = this.#handlers.get(operationId);
    let left = times;
    this.#handlers.set(operationId, () => {
      left -= 1;
      if (left <= 0) this.#restore(operationId, before);
      throw new DownbeatError<string>(code, code, { status });
    });
  }

  /** @internal */
  setDefault<Id extends OperationId>(
    operationId: Id,
    answer: (input: NonNullable<Calls[Id]['input']>) => Calls[Id]['result'],
  ): void {
    this.#defaults.set(operationId, answer);
  }

  /** Forgets the calls, answers and failures. */
  reset(): void {
    this.calls.length = 0;
    this.#handlers.clear();
  }

  /** For the client in the place of `fetch`. */
  readonly fetch = async (url: URL, init: RequestInit): Promise<Response> => {
    const operation = operations.find(
      ({ entry, pattern }) => entry.method === init.method && pattern.test(url.pathname),
    );
    if (operation === undefined) return problemResponse('NOT_FOUND', 404, url);
    const headers = new Headers(init.headers);
    const input = {
      ...pathOf(operation.pattern, url),
      ...Object.fromEntries(url.searchParams),
      ...(await bodyOf(url, init)),
    };
    this.calls.push({ operationId: operation.id, input, headers });
    if (this.#latencyMs > 0 && init.signal) await pause(this.#latencyMs, init.signal);
    return this.#answer(operation, input, url);
  };

  async #answer(operation: MockOperation, input: object, url: URL): Promise<Response> {
    const { entry, example, id } = operation;
    if (entry.use === 'navigate') return new Response(null, { status: 302 });
    const handler = this.#handlers.get(id) ?? this.#defaults.get(id);
    try {
      const data: unknown = handler === undefined ? example.data : await handler(input as never);
      return responseOf(data, operation);
    } catch (error) {
      if (!isDownbeatError(error)) throw error;
      if (error.code === 'NETWORK_ERROR') throw new TypeError('The mock gives no answer', { cause: error });
      return problemResponse(error.code, error.status ?? statusOf(error.code), url, error.message);
    }
  }

  #restore(operationId: string, handler: Handler | undefined): void {
    if (handler === undefined) this.#handlers.delete(operationId);
    else this.#handlers.set(operationId, handler);
  }
}

function pathOf(pattern: RegExp, url: URL): Record<string, string> {
  const groups = Object.entries(pattern.exec(url.pathname)?.groups ?? {});
  return Object.fromEntries(groups.map(([name, value]) => [name, decodeURIComponent(value)]));
}

/** Reads a form too, so that an upload goes on to its end. */
async function bodyOf(url: URL, { method, headers, body }: RequestInit): Promise<Record<string, unknown>> {
  if (typeof body === 'string') return JSON.parse(body) as Record<string, unknown>;
  if (!body) return {};
  const init = { method, headers, body, duplex: 'half' } as RequestInit;
  return Object.fromEntries(await new Request(url, init).formData());
}

function responseOf(data: unknown, { entry, example: { status } }: MockOperation): Response {
  if (data instanceof Response) return data;
  const kind = entry.success[status];
  if (kind === 'none') return new Response(null, { status });
  if (kind === 'json') return Response.json(data, { status });
  return new Response(typeof data === 'string' ? data : '', { status });
}

function problemResponse(code: string, status: number, url: URL, title = code): Response {
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    code,
    instance: url.pathname,
    requestId: 'mock',
  };
  return Response.json(problem, { status, headers: { 'content-type': 'application/problem+json' } });
}

const UNAUTHENTICATED = new Set([
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'SESSION_REVOKED',
  'INVALID_CREDENTIALS',
]);
const STATUSES: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  PRECONDITION_FAILED: 412,
  FILE_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  TIMEOUT: 504,
};

/** A likely status: the contract has one for all problems. Programs decide by the code. */
function statusOf(code: string): number {
  if (UNAUTHENTICATED.has(code) || code.startsWith('REFRESH_TOKEN')) return 401;
  return STATUSES[code] ?? (code.endsWith('_NOT_FOUND') ? 404 : 400);
}

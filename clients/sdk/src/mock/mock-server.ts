import { authExamples } from '../generated/auth.examples.gen.ts';
import { authOperations, type AuthCalls } from '../generated/auth.operations.gen.ts';
import { musicExamples } from '../generated/music.examples.gen.ts';
import { musicOperations, type MusicCalls } from '../generated/music.operations.gen.ts';
import { musicLibraryOperations } from '../generated/music.library-operations.gen.ts';
import { musicRoomOperations } from '../generated/music.room-operations.gen.ts';
import { musicTogetherOperations } from '../generated/music.together-operations.gen.ts';
import { notificationExamples } from '../generated/notification.examples.gen.ts';
import { notificationOperations, type NotificationCalls } from '../generated/notification.operations.gen.ts';
import { problems } from '../generated/problems.gen.ts';
import { unlessAborted } from '../http/abort.ts';
import { DownbeatError, isDownbeatError, type Problem } from '../http/errors.ts';
import { entryOf, type OperationEntry } from '../http/operation.ts';
import { pause } from '../http/retry.ts';

type Calls = AuthCalls & MusicCalls & NotificationCalls;
/** The operations that the client calls; of the others it only builds the URL. */
type OperationId = {
  [Id in keyof Calls]: Calls[Id]['result'] extends URL ? never : Id;
}[keyof Calls];
/** `google.begin` asks the service before the browser goes there. */
type FailingId = OperationId | 'startGoogle';
type Handler = (input: never) => unknown;

/** A call that the application has made. */
export interface MockCall {
  operationId: string;
  /** Path, query and body in one object. */
  input: Record<string, unknown>;
  headers: Headers;
}

interface MockOperation {
  id: string;
  entry: OperationEntry;
  pattern: RegExp;
  example: Example;
}

interface Example {
  status: number;
  data?: unknown;
  numbers?: readonly string[];
}

const examples: Record<string, Example> = {
  ...authExamples,
  ...musicExamples,
  ...notificationExamples,
};

const operations = Object.entries({
  ...authOperations,
  // Before the others: the id of a session would match the path of the public ones.
  ...musicTogetherOperations,
  ...musicOperations,
  ...musicRoomOperations,
  ...musicLibraryOperations,
  ...notificationOperations,
}).map(([id, row]): MockOperation => {
  const entry = entryOf(row);
  const pattern = new RegExp(`^${entry.path.replace(/{(\w+)}/g, '(?<$1>[^/]+)')}$`);
  return { id, entry, pattern, example: examples[id] ?? { status: 200 } };
});

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
  callsOf(operationId: FailingId): MockCall[] {
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
  fail<Id extends FailingId>(
    operationId: Id,
    code: Calls[Id]['code'] | 'NETWORK_ERROR',
    { times = Infinity, status = statusOf(code) }: { times?: number; status?: number } = {},
  ): void {
    const before = this.#handlers.get(operationId);
    let left = times;
    this.#handlers.set(operationId, () => {
      left -= 1;
      if (left <= 0) this.#restore(operationId, before);
      throw new DownbeatError<string>(code, titleOf(code), { status });
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
    const { signal } = init;
    return signal ? unlessAborted(() => this.#receive(url, init, signal), signal) : this.#receive(url, init);
  };

  async #receive(url: URL, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const operation = operations.find(
      ({ entry, pattern }) => entry.method === init.method && pattern.test(url.pathname),
    );
    if (operation === undefined)
      return problemResponse(problemOf(new DownbeatError<string>('NOT_FOUND', url.pathname), url));
    const input = await inputOf(operation, url, init);
    this.calls.push({ operationId: operation.id, input, headers: new Headers(init.headers) });
    if (this.#latencyMs > 0 && signal) await pause(this.#latencyMs, signal);
    return this.#answer(operation, input, url);
  }

  async #answer(operation: MockOperation, input: object, url: URL): Promise<Response> {
    const handler = this.#handlers.get(operation.id) ?? this.#defaults.get(operation.id);
    try {
      const data: unknown = handler === undefined ? operation.example.data : await handler(input as never);
      return responseOf(data, operation);
    } catch (error) {
      if (!isDownbeatError(error)) throw error;
      if (error.code === 'NETWORK_ERROR') throw new TypeError('The mock gives no answer', { cause: error });
      return problemResponse(problemOf(error, url), error.retryAfterMs);
    }
  }

  #restore(operationId: string, handler: Handler | undefined): void {
    if (handler === undefined) this.#handlers.delete(operationId);
    else this.#handlers.set(operationId, handler);
  }
}

async function inputOf(
  { pattern, example: { numbers = [] } }: MockOperation,
  url: URL,
  init: RequestInit,
): Promise<Record<string, unknown>> {
  const path = Object.entries(pattern.exec(url.pathname)?.groups ?? {});
  const input: Record<string, unknown> = {
    ...Object.fromEntries(path.map(([name, value]) => [name, decodeURIComponent(value)])),
    ...Object.fromEntries(url.searchParams),
    ...(await bodyOf(url, init)),
  };
  for (const name of numbers) if (name in input) input[name] = Number(input[name]);
  return input;
}

/** Reads a form too, so that an upload goes on to its end. */
async function bodyOf(url: URL, { method, headers, body }: RequestInit): Promise<Record<string, unknown>> {
  if (typeof body === 'string') return JSON.parse(body) as Record<string, unknown>;
  if (!body) return {};
  const init = { method, headers, body, duplex: 'half' } as RequestInit;
  const request = new Request(url, init);
  const text = request.clone().text();
  try {
    return Object.fromEntries(await request.formData());
  } catch {
    // jsdom replaces the class File, so Node cannot make the files of the form.
    return Object.fromEntries(textFields(await text));
  }
}

/** The fields of a form that are not files. */
function textFields(form: string): [string, string][] {
  const field = /content-disposition: form-data; name="([^"]+)"\r\n\r\n([\s\S]*?)\r\n--/gi;
  return Array.from(form.matchAll(field), ([, name = '', value = '']) => [name, value]);
}

function responseOf(data: unknown, { entry, example: { status } }: MockOperation): Response {
  if (entry.use === 'navigate') return new Response(null, { status: 302 });
  if (data instanceof Response) return data;
  const kind = entry.success[status];
  if (kind === 'none') return new Response(null, { status });
  if (kind === 'json') return Response.json(data, { status });
  return new Response(typeof data === 'string' ? data : '', { status });
}

/** All that the error says, as a service would say it. */
function problemOf({ code, message, status, problem, requestId }: DownbeatError<string>, url: URL): Problem {
  return {
    type: 'about:blank',
    title: message,
    instance: url.pathname,
    ...problem,
    code,
    status: status ?? problem?.status ?? statusOf(code),
    requestId: requestId ?? problem?.requestId ?? 'mock',
  };
}

function problemResponse(problem: Problem, retryAfterMs: number | null = null): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  if (retryAfterMs !== null) headers.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  return Response.json(problem, { status: problem.status, headers });
}

const catalogue: Readonly<Record<string, { status: number; title: string }>> = problems;

/** An application's own code is a bad request. */
function statusOf(code: string): number {
  return catalogue[code]?.status ?? 400;
}

function titleOf(code: string): string {
  return catalogue[code]?.title ?? code;
}

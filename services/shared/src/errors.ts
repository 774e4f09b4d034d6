import type { FieldError, Problem } from './generated/common.schemas.gen.ts';
import { firstCharacters } from './text.ts';

export type { FieldError, Problem };

/** Where a refused value stood in the request. */
export type FieldPlace = FieldError['in'];

/** The fixed part of a problem: what all occurrences of its code share. */
interface ProblemDefinition {
  /** HTTP status, 400-599. */
  status: number;
  /** One sentence for people, the same for every occurrence. */
  title: string;
}

/** The part of a problem that differs between occurrences. */
interface ProblemOptions {
  /** What happened, for people. Never a stack, a driver's message or a file path. */
  detail?: string;
  errors?: FieldError[];
  /** The quota that the request would exceed. */
  quota?: Problem['quota'];
  /** Headers of the answer, e.g. `retry-after`. */
  headers?: Record<string, string>;
  /** The original error; it is logged and never sent. */
  cause?: unknown;
}

// The sender chooses the names of unknown fields, at any length.
const FIELD_CHARACTERS = 100;

function cutName(error: FieldError): FieldError {
  if (error.field.length <= FIELD_CHARACTERS) return error;
  return { ...error, field: `${firstCharacters(error.field, FIELD_CHARACTERS)}…` };
}

/** Where the types of problems are, unless an installation serves them elsewhere. */
const PROBLEM_BASE_URL = 'https://downbeat.dev/problems';

/** The last part of a problem's type: `TRACK_NOT_FOUND` is at `track-not-found`. */
export const problemSlug = (code: string): string => code.toLowerCase().replaceAll('_', '-');

/** An error that the client gets as a problem. Made by the functions of `defineErrors`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: FieldError[] | undefined;
  readonly quota: Problem['quota'];
  readonly headers: Record<string, string>;

  constructor(code: string, definition: ProblemDefinition, options: ProblemOptions = {}) {
    super(options.detail ?? definition.title, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.status = definition.status;
    this.title = definition.title;
    this.detail = options.detail;
    this.errors = options.errors?.map(cutName);
    this.quota = options.quota;
    this.headers = options.headers ?? {};
  }

  /** The problem document of this error. `instance` is the request's path, without its query. */
  toProblem(instance: string, requestId: string, baseUrl: string = PROBLEM_BASE_URL): Problem {
    return {
      type: `${baseUrl}/${problemSlug(this.code)}`,
      title: this.title,
      status: this.status,
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      instance,
      requestId,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      ...(this.quota === undefined ? {} : { quota: this.quota }),
    };
  }
}

export type ProblemFactory = (options?: ProblemOptions) => ProblemError;

const CODE = /^[A-Z][A-Z0-9_]*$/;

/**
 * Makes a catalogue of problems: one function per code, which returns a `ProblemError` to throw.
 *
 * @throws Error at the start for a code that is not upper snake case or a status outside 400-599.
 */
export function defineErrors<Code extends string>(
  definitions: Readonly<Record<Code, ProblemDefinition>>,
): Readonly<Record<Code, ProblemFactory>> {
  const factories: [string, ProblemFactory][] = [];
  for (const [code, definition] of Object.entries<ProblemDefinition>(definitions)) {
    if (!CODE.test(code)) throw new Error(`The code ${code} is not in upper snake case`);
    if (definition.status < 400 || definition.status > 599) {
      throw new Error(`${code} has the status ${definition.status}; a problem has one from 400 to 599`);
    }
    factories.push([code, (options) => new ProblemError(code, definition, options)]);
  }
  return Object.freeze(Object.fromEntries(factories)) as Record<Code, ProblemFactory>;
}

/** The problems that every service can answer. */
export const commonErrors = defineErrors({
  VALIDATION_FAILED: { status: 400, title: 'The request does not match the contract' },
  MALFORMED_JSON: { status: 400, title: 'The body is not valid JSON' },
  BAD_REQUEST: { status: 400, title: 'The request cannot be understood' },
  UNAUTHENTICATED: { status: 401, title: 'Sign in first' },
  TOKEN_EXPIRED: { status: 401, title: 'The access token has expired' },
  SESSION_REVOKED: { status: 401, title: 'This sign-in has ended' },
  FORBIDDEN: { status: 403, title: 'You are not allowed to do this' },
  EMAIL_NOT_VERIFIED: { status: 403, title: 'Confirm your e-mail address first' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this address' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address does not have this method' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request took too long to arrive' },
  MALFORMED_CURSOR: { status: 400, title: 'This cursor is not one of ours' },
  MALFORMED_MULTIPART: { status: 400, title: 'The form is not valid multipart' },
  UPLOAD_ABORTED: { status: 400, title: 'The upload broke off' },
  PRECONDITION_FAILED: { status: 412, title: 'This is no longer what the request is about' },
  IDEMPOTENCY_KEY_IN_USE: { status: 409, title: 'A request with this key is still running' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'This key belongs to another request' },
  FILE_TOO_LARGE: { status: 413, title: 'The file is too large' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  EXPECTATION_FAILED: { status: 417, title: 'This expectation cannot be met' },
  URI_TOO_LONG: { status: 414, title: 'The address is too long' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'This content type is not accepted here' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The headers are too large' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
  NOT_IMPLEMENTED: { status: 501, title: 'This method is not served here' },
  UNAVAILABLE: { status: 503, title: 'The service cannot answer at the moment' },
  TIMEOUT: { status: 503, title: 'The answer took too long' },
});

/** 413 FILE_TOO_LARGE with the limit, and with the form's part where it is known. */
export function fileTooLarge(maxBytes: number, part?: string): ProblemError {
  const detail = `At most ${maxBytes} bytes are accepted.`;
  if (part === undefined) return commonErrors.FILE_TOO_LARGE({ detail });
  const message = `must be at most ${maxBytes} bytes`;
  return commonErrors.FILE_TOO_LARGE({ detail, errors: [{ in: 'form', field: part, message }] });
}

// By name, because an error's class may come from another copy of the driver.
const AWAY_ERRORS: ReadonlySet<string> = new Set([
  'DeadlineError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoOperationTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoServerSelectionError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
  'PoolClearedOnNetworkError',
]);

const AWAY_LABELS = ['RetryableWriteError', 'RetryableError', 'TransientTransactionError'];

/** Whether an error says that the database cannot be reached or does not answer, so that a later try may succeed. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (AWAY_ERRORS.has(error.name)) return true;
  const { errorLabelSet } = error as { errorLabelSet?: unknown };
  return errorLabelSet instanceof Set && AWAY_LABELS.some((label) => errorLabelSet.has(label));
}

import type { Problem as AnyProblem } from '../generated/common.types.gen.ts';
import type { ErrorCode } from './error-code.ts';

/** A problem document (RFC 9457) as every Downbeat service sends it. */
export type Problem<Code extends string = string> = Omit<AnyProblem, 'code'> & { code: Code };

/** Codes that this client gives when no problem document came back. */
export type ClientCode =
  | 'NETWORK_ERROR'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'UNEXPECTED_RESPONSE'
  | 'ROOM_CLOSED'
  | 'SIGNED_OUT'
  | 'TOKEN_STORE_FAILED'
  | 'SOURCE_FAILED';

/** A refused value of the request: where it stood, and the rule that it breaks. */
export type FieldError = NonNullable<AnyProblem['errors']>[number];

interface ErrorInit<Code extends string> {
  problem?: Problem<Code> | null;
  status?: number;
  requestId?: string | null;
  retryAfterMs?: number | null;
  cause?: unknown;
}

/**
 * The one error that this SDK throws. Decide by `code`: a service's own (then `problem` is set) or a
 * `ClientCode`. `requestId` finds the request in the services' logs.
 */
export class DownbeatError<Code extends string = ErrorCode> extends Error {
  override readonly name = 'DownbeatError';
  declare readonly code: Code | ClientCode;
  /** The status of the answer; null when none came. */
  declare readonly status: number | null;
  declare readonly problem: Problem<Code> | null;
  /** The refused fields, for a form to show beside them; empty for other errors. */
  declare readonly errors: readonly FieldError[];
  declare readonly requestId: string | null;
  /** When the service accepts the next try, as it said; null when it did not. */
  declare readonly retryAfterMs: number | null;

  constructor(code: Code | ClientCode, message: string, init: ErrorInit<Code> = {}) {
    super(message, init);
    const none = { problem: null, status: null, requestId: null, retryAfterMs: null };
    Object.assign(this, none, init, { code, errors: init.problem?.errors ?? [] });
  }

  /** The rule that this field of the request breaks, in words; null when it is not among the refused. */
  messageOf(field: string): string | null {
    return this.errors.find((error) => error.field === field)?.message ?? null;
  }
}

/** Narrows an unknown error to this SDK's own. A newer service may send codes that this client does not list. */
export function isDownbeatError(error: unknown): error is DownbeatError {
  return error instanceof DownbeatError;
}

/** A problem in words: its title, and what the service adds to it, or else the first three fields that it refuses. */
export function problemText({ title, detail, errors }: ProblemWords): string {
  const named = errors?.slice(0, 3).map(({ field, message }) => `${field} ${message}`);
  const reason = detail ?? named?.join(', ');
  return reason ? `${title}: ${reason}` : title;
}

interface ProblemWords {
  title: string;
  detail?: string;
  errors?: { field: string; message: string }[];
}

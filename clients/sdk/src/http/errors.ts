import type { Problem as AnyProblem } from '../generated/common.types.gen.ts';

/** A problem document (RFC 9457) as every Downbeat service sends it. */
export type Problem<Code extends string = string> = Omit<AnyProblem, 'code'> & { code: Code };

/** Codes that this client gives when no problem document came back. */
export type ClientCode = 'NETWORK_ERROR' | 'TIMEOUT' | 'ABORTED' | 'UNEXPECTED_RESPONSE' | 'SIGNED_OUT';

/**
 * The one error that this SDK throws. Decide by `code`: a service's own (then `problem` is set) or a
 * `ClientCode`. `requestId` finds the request in the services' logs.
 */
export class DownbeatError<Code extends string = string> extends Error {
  override readonly name = 'DownbeatError';
  readonly code: Code | ClientCode;
  readonly status: number | null;
  readonly problem: Problem<Code> | null;
  readonly requestId: string | null;

  constructor(
    code: Code | ClientCode,
    message: string,
    init: { problem?: Problem<Code>; cause?: unknown } = {},
  ) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = code;
    this.problem = init.problem ?? null;
    this.status = init.problem?.status ?? null;
    this.requestId = init.problem?.requestId ?? null;
  }
}

/** Narrows an unknown error to this SDK's own, with its code as text. */
export function isDownbeatError(error: unknown): error is DownbeatError {
  return error instanceof DownbeatError;
}

/** The error of a call that its signal ended; `cause` is the signal's reason. */
export function aborted(cause: unknown): DownbeatError {
  return new DownbeatError('ABORTED', 'The call was aborted', { cause });
}

export function errorFromProblem(problem: Problem): DownbeatError {
  const message = problem.detail === undefined ? problem.title : `${problem.title}: ${problem.detail}`;
  return new DownbeatError(problem.code, message, { problem });
}

/** Whether this is a problem document: proxies and captive portals send errors in other shapes. */
export function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  return 'code' in value && typeof value.code === 'string' && 'status' in value && 'title' in value;
}

import { defineErrors } from './define-errors.ts';
import type { ProblemError } from './problem.ts';

/** The problems that every service can answer with. */
export const commonErrors = defineErrors({
  VALIDATION_FAILED: { status: 400, title: 'The request does not match the contract' },
  MALFORMED_JSON: { status: 400, title: 'The body is not valid JSON' },
  BAD_REQUEST: { status: 400, title: 'The request cannot be understood' },
  UNAUTHENTICATED: { status: 401, title: 'Sign in first' },
  TOKEN_EXPIRED: { status: 401, title: 'The access token has expired' },
  SESSION_REVOKED: { status: 401, title: 'This session has ended' },
  FORBIDDEN: { status: 403, title: 'You are not allowed to do this' },
  EMAIL_NOT_VERIFIED: { status: 403, title: 'Confirm your e-mail address first' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this address' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address does not have this method' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request took too long to arrive' },
  MALFORMED_CURSOR: { status: 400, title: 'This cursor is not one of ours' },
  MALFORMED_MULTIPART: { status: 400, title: 'The form is not valid multipart' },
  UPLOAD_ABORTED: { status: 400, title: 'The upload broke off' },
  FILE_TOO_LARGE: { status: 413, title: 'The file is too large' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  URI_TOO_LONG: { status: 414, title: 'The address is too long' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'This content type is not accepted here' },
  EXPECTATION_FAILED: { status: 417, title: 'What the Expect header asks for is not done here' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The headers are too large' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
  NOT_IMPLEMENTED: { status: 501, title: 'This method is not served here' },
  UNAVAILABLE: { status: 503, title: 'The service cannot answer at the moment' },
  TIMEOUT: { status: 503, title: 'The answer took too long' },
});

/** 413 FILE_TOO_LARGE that says how large a file may be; with the part of the form at fault, where it is known. */
export function fileTooLarge(maxBytes: number, part?: string): ProblemError {
  const errors =
    part === undefined
      ? {}
      : { errors: [{ in: 'form' as const, field: part, message: `must be at most ${maxBytes} bytes` }] };
  return commonErrors.FILE_TOO_LARGE({ detail: `At most ${maxBytes} bytes are accepted.`, ...errors });
}

import type { LightMyRequestResponse as Response } from 'fastify';
import type { Test } from 'tap';

export interface ExpectedProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly instance: string;
  readonly detail?: string;
  readonly errors?: { in: string; field: string; message: string }[];
}

/** Asserts the whole problem response: status, media type, and exactly this body. */
export const assertProblem = (t: Test, answer: Response, expected: ExpectedProblem): void => {
  const type = `https://downbeat.dev/problems/${expected.code.toLowerCase().replaceAll('_', '-')}`;
  t.equal(answer.statusCode, expected.status);
  t.equal(answer.headers['content-type'], 'application/problem+json');
  t.equal(answer.headers['cache-control'], 'no-store');
  t.strictSame(answer.json(), { type, ...expected, requestId: answer.headers['x-request-id'] });
};

export const problems = {
  unauthenticated: { status: 401, code: 'UNAUTHENTICATED', title: 'Sign in first' },
  invalidToken: {
    status: 401,
    code: 'UNAUTHENTICATED',
    title: 'Sign in first',
    detail: 'The access token is not valid',
  },
  tokenExpired: { status: 401, code: 'TOKEN_EXPIRED', title: 'The access token has expired' },
  sessionRevoked: { status: 401, code: 'SESSION_REVOKED', title: 'This sign-in has ended' },
  validation: { status: 400, code: 'VALIDATION_FAILED', title: 'The request does not match the contract' },
  credentials: { status: 401, code: 'INVALID_CREDENTIALS', title: 'E-mail address or password is wrong' },
  taken: { status: 409, code: 'EMAIL_TAKEN', title: 'There is an account with this e-mail address' },
  passwordRefused: { status: 400, code: 'PASSWORD_REFUSED', title: 'This password is too easy to guess' },
  refreshInvalid: { status: 401, code: 'REFRESH_TOKEN_INVALID', title: 'The refresh token is not valid' },
  refreshReused: {
    status: 401,
    code: 'REFRESH_TOKEN_REUSED',
    title: 'The refresh token was used before; the session has ended',
  },
  codeInvalid: { status: 400, code: 'CODE_INVALID', title: 'The code is wrong or has expired' },
  wrongPassword: { status: 400, code: 'WRONG_PASSWORD', title: 'The current password is wrong' },
  noPassword: { status: 409, code: 'NO_PASSWORD', title: 'This account has no password yet' },
  verifiedAlready: {
    status: 409,
    code: 'EMAIL_ALREADY_VERIFIED',
    title: 'The e-mail address is confirmed already',
  },
  tooManyFailures: {
    status: 429,
    code: 'RATE_LIMITED',
    title: 'Too many requests',
    detail: 'Too many failed attempts. Wait before the next one.',
  },
  tooManyCodes: {
    status: 429,
    code: 'RATE_LIMITED',
    title: 'Too many requests',
    detail: 'A code was mailed a moment ago, or too many within the hour.',
  },
  stateInvalid: {
    status: 400,
    code: 'OAUTH_STATE_INVALID',
    title: 'This sign-in was not begun in this browser, or has ended',
  },
  exchangeInvalid: { status: 400, code: 'OAUTH_CODE_INVALID', title: 'The one-time code is not valid' },
} as const;

import type { Response } from 'light-my-request';
import type { Test } from 'tap';

export interface ExpectedProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly instance: string;
  readonly detail?: string;
  readonly errors?: { in: string; field: string; message: string }[];
}

/** Asserts a problem whole: status, media type, and a body with nothing more and nothing less. */
export const isProblem = (t: Test, response: Response, expected: ExpectedProblem): void => {
  const type = `https://downbeat.dev/problems/${expected.code.toLowerCase().replaceAll('_', '-')}`;
  t.equal(response.statusCode, expected.status);
  t.match(response.headers['content-type'], /^application\/problem\+json/);
  t.equal(response.headers['cache-control'], 'no-store');
  t.strictSame(response.json(), { type, ...expected, requestId: response.headers['x-request-id'] });
};

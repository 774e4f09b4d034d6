import type { Test } from 'tap';

interface Expected {
  status: number;
  code: string;
  title: string;
  instance: string;
  detail?: string;
  errors?: object[];
  quota?: object;
}

/** Asserts a whole problem document: it has these fields and no others. */
export async function sameProblem(t: Test, response: Response, expected: Expected): Promise<void> {
  const body = (await response.json()) as Record<string, unknown>;
  t.equal(response.status, expected.status);
  t.match(response.headers.get('content-type'), /^application\/problem\+json/);
  const type = `https://downbeat.dev/problems/${expected.code.toLowerCase().replaceAll('_', '-')}`;
  t.same(body, { type, ...expected, requestId: response.headers.get('x-request-id') });
}

import t from 'tap';
import { rejection } from './fixture.ts';
import { emitted } from './sdk-fixture.ts';

t.test('separates the common codes of the problem reply from those of an operation', async (t) => {
  const problem = (codes: string): string =>
    `default: { description: No., x-codes: [${codes}], content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }`;
  const path = (id: string, own: string, codes: string): string =>
    `  /${id}: { get: { operationId: ${id}, x-codes: [${own}], responses: { '204': { description: Done. }, ${problem(codes)} } } }\n`;
  t.equal(
    await rejection(() => emitted(path('first', 'A', 'INTERNAL') + path('second', 'B', 'TIMEOUT'))),
    'test.yaml#/paths/~1second/get: its problem reply has other common codes than those of other operations',
  );
  const text = await emitted(
    path('first', 'A', 'INTERNAL, TIMEOUT') + path('second', 'B, TIMEOUT', 'TIMEOUT, INTERNAL'),
  );
  t.same(text.match(/code: '\w' \| \w+/g), ["code: 'A' | TestCommonCode", "code: 'B' | TestCommonCode"]);
  t.equal(
    text.slice(text.indexOf('/** Any operation'), text.indexOf('/** One method')),
    `/** Any operation may fail with these. */
export type TestCommonCode = 'INTERNAL' | 'TIMEOUT';

/** Every code that the contract names. */
export type TestErrorCode = TestCommonCode | 'A' | 'B';

`,
  );
});

import t from 'tap';
import { emitted } from './operations-fixture.ts';

t.test('an operation can ignore unknown query parameters', async (t) => {
  const path = (more: string) => `
  /back:
    get:
      operationId: comeBack
      summary: Back
      parameters:
        - { name: state, in: query, required: true, schema: { type: string } }
${more}      responses:
        '204': { description: Done. }
`;
  t.match(
    await emitted(path('      x-unknown-query: ignored\n')),
    'querystring: Type.Object({ state: Type.String() }),',
  );
  t.match(
    await emitted(path('')),
    'querystring: Type.Object({ state: Type.String() }, { additionalProperties: false }),',
  );
  await t.rejects(emitted(path('      x-unknown-query: maybe\n')), {
    message: 'test.yaml#/paths/~1back/get/x-unknown-query: must be "ignored" or be left out',
  });
});

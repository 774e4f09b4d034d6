import t from 'tap';
import { emitted } from './operations-fixture.ts';

t.test('an operation may ignore what else stands behind the question mark', async (t) => {
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
  t.match(emitted(path('      x-unknown-query: ignored\n')), '      state: Type.String(),\n    }),\n');
  t.match(emitted(path('')), '      state: Type.String(),\n    }, { additionalProperties: false }),\n');
  t.throws(() => emitted(path('      x-unknown-query: maybe\n')), {
    message: 'test.yaml#/paths/~1back/get/x-unknown-query: must be "ignored", or be left out',
  });
});

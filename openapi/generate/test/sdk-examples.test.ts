import t from 'tap';
import { emitExamples } from '../emit-examples.ts';
import { formatCode } from '../generate.ts';
import { readOperations } from '../read-operations.ts';
import { contract } from './fixture.ts';

const things = contract(`
security: []
paths:
  /things:
    post:
      operationId: makeThing
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
        - { name: sort, in: query, schema: { type: string } }
      responses:
        '201':
          description: Made.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Thing' }
              examples: { one: { $ref: '#/components/examples/One' }, two: { value: { name: second } } }
    delete: { operationId: removeThings, responses: { '204': { description: Gone. } } }
    get:
      operationId: getPicture
      responses:
        '200': { description: It., content: { image/png: { schema: { type: string, format: binary } } } }
  /leave: { get: { operationId: leave, responses: { '302': { description: Elsewhere. } } } }
components:
  examples: { One: { value: { name: "it's first" } } }
  schemas: { Thing: { type: object, required: [name], properties: { name: { type: string } } } }
`);

t.test('gives the SDK the first example of each operation that it calls', async (t) => {
  const text = await formatCode(emitExamples(things, readOperations(things)));
  t.equal(
    text.slice(text.indexOf('import')),
    `import type { Examples } from '../mock/examples.ts';
import type { TestCalls } from './test.operations.gen.ts';

/** The first success and example of each operation, and which of its inputs are numbers sent as text. */
export const testExamples = {
  getPicture: { status: 200 },
  makeThing: { status: 201, data: { name: "it's first" }, numbers: ['limit'] },
  removeThings: { status: 204 },
} satisfies Examples<TestCalls>;
`,
  );
});

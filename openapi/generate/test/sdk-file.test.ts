import t from 'tap';
import { body, emitted } from './sdk-fixture.ts';

const golden = `// Generated from openapi/test.yaml. Do not edit: change the contract, then run \`make generate\`.
import type { Call } from '../http/call.ts';
import type { CallOptions, IfMatchOption, Input, OperationTable } from './call.gen.ts';
import type { Change, Problem, Thing, operations } from './test.types.gen.ts';

/** How to build the request of each operation, and how to read its reply. */
export const testOperations = {
  hearThing: {
    route: 'GET /things/{id}',
    query: ['part'],
    success: { 206: 'binary', 304: 'binary' },
    bearer: 'accepted',
  },
  changeThing: { route: 'PATCH /things/{id}', request: 'json' },
  leave: { route: 'GET /leave', use: 'navigate', success: {}, bearer: 'never' },
  openSocket: { route: 'GET /socket', use: 'socket', query: ['ticket'], success: {}, bearer: 'never' },
  getState: { route: 'GET /state', success: { 200: 'text', 503: 'json' } },
} as const satisfies OperationTable;

/** The input, the result and the error codes of each operation. */
export interface TestCalls {
  hearThing: {
    input: Input<
      operations['hearThing']['parameters']['path'] &
        NonNullable<operations['hearThing']['parameters']['query']>
    >;
    result: Response;
    code: 'GONE' | 'THING_NOT_FOUND';
  };
  changeThing: {
    input: Input<operations['changeThing']['parameters']['path'] & Change>;
    result: Thing;
    code: 'THING_NOT_FOUND';
  };
  leave: { input: undefined; result: URL; code: string };
  openSocket: {
    input: Input<NonNullable<operations['openSocket']['parameters']['query']>>;
    result: URL;
    code: string;
  };
  getState: { input: undefined; result: string | Thing; code: string };
}

/** The problem of a failed operation, with the codes that the contract names. */
export type TestProblem<Operation extends keyof TestCalls = keyof TestCalls> = Omit<Problem, 'code'> & {
  code: TestCalls[Operation]['code'];
};

/** Every code that the contract names. */
export type TestErrorCode = 'GONE' | 'THING_NOT_FOUND';

/** One method for each operation. */
export interface TestOperations {
  /** Fails with GONE, THING_NOT_FOUND. */
  hearThing(
    input: TestCalls['hearThing']['input'],
    options?: CallOptions,
  ): Call<Response, TestCalls['hearThing']['code']>;
  /**
   * Change it
   * As a whole.
   * Fails with THING_NOT_FOUND.
   */
  changeThing(
    input: TestCalls['changeThing']['input'],
    options?: CallOptions & IfMatchOption,
  ): Call<Thing, TestCalls['changeThing']['code']>;
  leave(): URL;
  openSocket(input: TestCalls['openSocket']['input']): URL;
  getState(options?: CallOptions): Call<string | Thing, TestCalls['getState']['code']>;
}
`;

t.test('generates the table, the calls, the problems and the methods', async (t) => {
  const problem =
    "default: { description: No., content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }";
  const text = await emitted(`
  /things/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    patch:
      operationId: changeThing
      summary: Change it
      description: As a whole.
      x-codes: [THING_NOT_FOUND]
      parameters: [{ name: If-Match, in: header, schema: { type: string } }]
      ${body('Change')}
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        ${problem}
    get:
      operationId: hearThing
      security: [{ bearer: [] }, { ticket: [] }]
      x-codes: [THING_NOT_FOUND, GONE]
      parameters: [{ name: part, in: query, schema: { type: integer } }]
      responses:
        '206': { description: Bytes., content: { audio/*: { schema: { type: string, format: binary } } } }
        '304': { description: As it was. }
        ${problem}
  /leave:
    get:
      operationId: leave
      security: []
      responses: { '302': { description: Elsewhere. } }
  /socket:
    get:
      operationId: openSocket
      security: [{ ticket: [] }]
      parameters: [{ name: ticket, in: query, required: true, schema: { type: string } }]
      responses: { '101': { description: Upgraded. } }
  /state:
    get:
      operationId: getState
      responses:
        '200': { description: Text., content: { text/plain: { schema: { type: string } } } }
        '301': { description: To the page. }
        '304': { description: As it was. }
        '503': { description: Down., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
`);
  t.equal(text, golden);
});

t.test('takes the files of a form from any source, and reports their progress', async (t) => {
  const text = await emitted(`
  /things:
    post:
      operationId: sendThing
      requestBody:
        required: true
        content: { multipart/form-data: { schema: { $ref: '#/components/schemas/Form' } } }
      responses: { '204': { description: Done. } }
`);
  t.match(text, "import type { UploadOptions, WithSources } from '../http/upload-source.ts';");
  t.match(text, 'input: Input<WithSources<Form>>;');
  t.match(text, 'options?: CallOptions & UploadOptions');
});

t.test('gives a list its pages and its items', async (t) => {
  const text = await emitted(`
  /things:
    get:
      operationId: listThings
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
`);
  t.match(text, "import type { ListCall } from '../http/call.ts';");
  t.match(text, "): ListCall<Thing, TestCalls['listThings']['code']>;");
});

import t from 'tap';
import { emitSdk } from '../emit-sdk.ts';
import { readOperations } from '../read-operations.ts';
import { contract, refusal } from './fixture.ts';

const rest = `
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
    ticket: { type: apiKey, in: query, name: ticket }
  schemas:
    Problem: { type: object, required: [code], properties: { code: { type: string } } }
    Thing: { type: object, required: [name], properties: { name: { type: string } } }
    Change: { type: object, properties: { name: { type: string } } }
    List: { type: array, items: { type: string } }
`;

function emitted(paths: string): string {
  const whole = contract(`security: [{ bearer: [] }]\npaths:\n${paths}${rest}`);
  return emitSdk(whole, readOperations(whole));
}

const body = (schema: string): string =>
  `requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/${schema}' } } } }`;
const made = "responses: { '204': { description: Made. } }";

t.test('refuses a body that repeats a parameter, since both stand in one object', async (t) => {
  const message = refusal(() =>
    emitted(`
  /things/{name}:
    put:
      operationId: putThing
      parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
      ${body('Thing')}
      ${made}
`),
  );
  t.equal(message, 'test.yaml#/paths/~1things~1{name}/put: "name" would stand twice in the SDK\'s input');
});

t.test('refuses a parameter with the name of the headers', async (t) => {
  const message = refusal(() =>
    emitted(`
  /things:
    get:
      operationId: listThings
      parameters: [{ name: headers, in: query, schema: { type: string } }]
      ${made}
`),
  );
  t.equal(message, 'test.yaml#/paths/~1things/get: "headers" would stand twice in the SDK\'s input');
});

t.test('refuses a body that is no object', async (t) => {
  const message = refusal(() =>
    emitted(`\n  /things: { put: { operationId: putThing, ${body('List')}, ${made} } }\n`),
  );
  t.equal(
    message,
    "test.yaml#/components/schemas/List: a body must be an object with properties, to be part of the SDK's flat input",
  );
});

t.test('a whole file: the table, the calls, the problems and the methods', async (t) => {
  const problem =
    "default: { description: No., content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }";
  const text = emitted(`
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

t.test('codes that the problem reply states are common to all, and no operation repeats them', async (t) => {
  const problem = (codes: string): string =>
    `default: { description: No., x-codes: [${codes}], content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }`;
  const path = (id: string, own: string, codes: string): string =>
    `  /${id}: { get: { operationId: ${id}, x-codes: [${own}], responses: { '204': { description: Done. }, ${problem(codes)} } } }\n`;
  t.equal(
    refusal(() => emitted(path('first', 'A', 'INTERNAL') + path('second', 'B', 'TIMEOUT'))),
    'test.yaml#/paths/~1second/get: its problem reply states other common codes than that of other operations',
  );
  const text = emitted(
    path('first', 'A', 'INTERNAL, TIMEOUT') + path('second', 'B, TIMEOUT', 'TIMEOUT, INTERNAL'),
  );
  t.same(text.match(/ {4}code: .*/g), ["    code: 'A' | TestCommonCode;", "    code: 'B' | TestCommonCode;"]);
  t.equal(
    text.slice(text.indexOf('/** Any operation'), text.indexOf('/** One method')),
    `/** Any operation may fail with these. */
export type TestCommonCode =
  | 'INTERNAL'
  | 'TIMEOUT';

/** Every code that the contract names. */
export type TestErrorCode =
  | TestCommonCode
  | 'A'
  | 'B';

`,
  );
});

const golden = `// Generated from openapi/test.yaml. Do not edit: change the contract, then run \`make generate\`.
import type { Call } from '../http/call.ts';
import type { CallOptions, OperationTable } from './call.gen.ts';
import type { Change, Problem, Thing, operations } from './test.types.gen.ts';

/** How to build the request of each operation, and how to read its reply. */
export const testOperations = {
  hearThing: {
    method: 'GET',
    path: '/things/{id}',
    use: 'request',
    pathParameters: ['id'],
    queryParameters: ['part'],
    headerParameters: [],
    request: 'none',
    success: { 206: 'binary', 304: 'binary' },
    bearer: 'accepted',
    idempotent: true,
  },
  changeThing: {
    method: 'PATCH',
    path: '/things/{id}',
    use: 'request',
    pathParameters: ['id'],
    queryParameters: [],
    headerParameters: ['if-match'],
    request: 'json',
    success: { 200: 'json' },
    bearer: 'required',
    idempotent: false,
  },
  leave: {
    method: 'GET',
    path: '/leave',
    use: 'navigate',
    pathParameters: [],
    queryParameters: [],
    headerParameters: [],
    request: 'none',
    success: {},
    bearer: 'never',
    idempotent: true,
  },
  openSocket: {
    method: 'GET',
    path: '/socket',
    use: 'socket',
    pathParameters: [],
    queryParameters: ['ticket'],
    headerParameters: [],
    request: 'none',
    success: {},
    bearer: 'never',
    idempotent: true,
  },
  getState: {
    method: 'GET',
    path: '/state',
    use: 'request',
    pathParameters: [],
    queryParameters: [],
    headerParameters: [],
    request: 'none',
    success: { 200: 'text', 503: 'json' },
    bearer: 'required',
    idempotent: true,
  },
} as const satisfies OperationTable;

/** What each operation takes, what it gives, and the codes it may fail with. */
export interface TestCalls {
  hearThing: {
    input: operations['hearThing']['parameters']['path'] & NonNullable<operations['hearThing']['parameters']['query']>;
    result: Response;
    code: 'GONE' | 'THING_NOT_FOUND';
  };
  changeThing: {
    input: operations['changeThing']['parameters']['path'] & { headers?: operations['changeThing']['parameters']['header'] } & Change;
    result: Thing;
    code: 'THING_NOT_FOUND';
  };
  leave: {
    input: undefined;
    result: URL;
    code: string;
  };
  openSocket: {
    input: NonNullable<operations['openSocket']['parameters']['query']>;
    result: URL;
    code: string;
  };
  getState: {
    input: undefined;
    result: string | Thing;
    code: string;
  };
}

/** The problem that an operation fails with, its code narrowed to those the contract names. */
export type TestProblem<Operation extends keyof TestCalls = keyof TestCalls> = Omit<Problem, 'code'> & { code: TestCalls[Operation]['code'] };

/** Every code that the contract names. */
export type TestErrorCode =
  | 'GONE'
  | 'THING_NOT_FOUND';

/** One method for each operation. */
export interface TestOperations {
  /** Fails with GONE, THING_NOT_FOUND. */
  hearThing(input: TestCalls['hearThing']['input'], options?: CallOptions): Call<TestCalls['hearThing']['result'], TestCalls['hearThing']['code']>;
  /**
   * Change it
   * As a whole.
   * Fails with THING_NOT_FOUND.
   */
  changeThing(input: TestCalls['changeThing']['input'], options?: CallOptions): Call<TestCalls['changeThing']['result'], TestCalls['changeThing']['code']>;
  leave(): TestCalls['leave']['result'];
  openSocket(input: TestCalls['openSocket']['input']): TestCalls['openSocket']['result'];
  getState(options?: CallOptions): Call<TestCalls['getState']['result'], TestCalls['getState']['code']>;
}
`;

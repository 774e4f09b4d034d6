import t from 'tap';
import { emitted } from './operations-fixture.ts';

const problem = "default: { content: { 'application/problem+json': { schema: s.Problem } } },";
const banner =
  '// Generated from openapi/test.yaml. Do not edit: change the contract, then run `make generate`.\n';

t.test(
  'merges shared and own parameters, with defaults required and headers open and in lower case',
  async (t) => {
    const text = await emitted(`
  /things/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { $ref: '#/components/schemas/Id' } }
      - { name: q, in: query, schema: { type: string } }
    get:
      operationId: getThing
      summary: One thing
      x-codes: [THING_NOT_FOUND]
      parameters:
        - { $ref: '#/components/parameters/Limit' }
        - { name: sort, in: query, schema: { $ref: '#/components/schemas/Sort' } }
        - { name: q, in: query, required: true, schema: { type: string, maxLength: 5 } }
        - { name: If-Match, in: header, schema: { type: string } }
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Id' } } } }
        default: { $ref: '#/components/responses/Problem' }
`);
    t.equal(
      text,
      `${banner}import { Type } from '@sinclair/typebox';
import * as s from './schemas.gen.ts';

/** One thing */
export const getThing = {
  method: 'GET',
  url: '/things/:id',
  config: { operationId: 'getThing', security: [{ bearer: [] }], codes: ['THING_NOT_FOUND'] },
  schema: {
    operationId: 'getThing',
    params: Type.Object({ id: s.Id }, { additionalProperties: false }),
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, default: 20 }), sort: s.Sort, q: Type.String({ maxLength: 5 }) },
      { additionalProperties: false },
    ),
    headers: Type.Object({ 'if-match': Type.Optional(Type.String()) }),
    response: { 200: s.Id, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Every operation of the contract, by operationId. */
export const operations = { getThing } as const;

/** Any operation may answer these. */
export const commonCodes = ['INTERNAL'] as const;

/** Every code of this service's problems. */
export type ErrorCode = (typeof commonCodes)[number] | 'THING_NOT_FOUND';
`,
    );
  },
);

t.test('generates a schema of the text parts and a table of the files for a multipart body', async (t) => {
  const text = await emitted(`
  /things:
    post:
      operationId: createThing
      security: [{ bearer: [artist, verified] }, { bearer: [admin] }, {}]
      requestBody:
        required: true
        content: { multipart/form-data: { schema: { $ref: '#/components/schemas/Upload' } } }
      responses:
        '204': { description: Made. }
        default: { $ref: '#/components/responses/Problem' }
`);
  t.equal(
    text,
    `${banner}import { Type } from '@sinclair/typebox';
import * as s from './schemas.gen.ts';

export const createThing = {
  method: 'POST',
  url: '/things',
  config: {
    operationId: 'createThing',
    security: [{ bearer: ['artist', 'verified'] }, { bearer: ['admin'] }, {}],
    multipart: {
      text: Type.Object(
        {
          title: Type.String({ minLength: 1 }),
          year: Type.Optional(Type.Integer({ minimum: 0 })),
          mood: Type.String({ default: 'calm' }),
        },
        { additionalProperties: false },
      ),
      files: { audio: { required: true }, cover: { required: false } },
    },
  },
  schema: {
    operationId: 'createThing',
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      ${problem}
    },
  },
} as const;

/** Every operation of the contract, by operationId. */
export const operations = { createThing } as const;

/** Any operation may answer these. */
export const commonCodes = ['INTERNAL'] as const;

/** Every code of this service's problems. */
export type ErrorCode = (typeof commonCodes)[number];
`,
  );
});

t.test('generates a form of files only, whose text parts are none', async (t) => {
  const text = await emitted(`
  /things/cover:
    put:
      operationId: setCover
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              additionalProperties: false
              required: [cover]
              properties: { cover: { type: string, format: binary } }
      responses:
        '204': { description: Set. }
        default: { $ref: '#/components/responses/Problem' }
`);
  t.match(
    text.replaceAll(/\s+/g, ' '),
    'text: Type.Object({}, { additionalProperties: false }), files: { cover: { required: true } }',
  );
});

t.test('generates JSON bodies and replies of bytes, text and redirects', async (t) => {
  const text = await emitted(`
  /things:
    put:
      operationId: putThing
      security: []
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
      responses:
        '200': { description: Bytes., content: { audio/*: { schema: { type: string, format: binary } } } }
        '202': { description: Text., content: { text/plain: { schema: { type: string } } } }
        '303': { description: Elsewhere. }
`);
  t.equal(
    text,
    `${banner}import type { Readable } from 'node:stream';
import { Type } from '@sinclair/typebox';
import * as s from './schemas.gen.ts';

export const putThing = {
  method: 'PUT',
  url: '/things',
  config: { operationId: 'putThing', security: [] },
  schema: {
    operationId: 'putThing',
    body: s.Problem,
    response: {
      200: { content: { 'audio/*': { schema: Type.Unsafe<Readable | Uint8Array>({}) } } },
      202: { content: { 'text/plain': { schema: Type.String() } } },
      303: Type.Unsafe<undefined>({ type: 'null' }),
    },
  },
} as const;

/** Every operation of the contract, by operationId. */
export const operations = { putThing } as const;
`,
  );
});

t.test('generates a route without a success reply for a WebSocket upgrade', async (t) => {
  const text = await emitted(`
  /socket:
    get:
      operationId: openSocket
      security: [{ ticket: [] }]
      responses:
        '101': { description: Upgraded. }
        default: { $ref: '#/components/responses/Problem' }
`);
  t.equal(
    text.slice(text.indexOf('export const openSocket'), text.indexOf('/** Every')),
    `export const openSocket = {
  method: 'GET',
  url: '/socket',
  config: { operationId: 'openSocket', security: [{ ticket: [] }], websocket: true },
  schema: {
    operationId: 'openSocket',
    response: { ${problem.slice(0, -1)} },
  },
} as const;

`,
  );
});

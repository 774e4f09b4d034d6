// Clients of the last release work with the services of today: what has changed since then is an addition.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { breakingChanges } from '../breaking-changes.ts';
import { operationParts, type PublicApi, readPublicApi } from '../public-api.ts';
import { contract, repository } from './fixture.ts';

await t.test('changes nothing that clients of the last release rely on', async (t) => {
  const folder = join(repository, 'openapi');
  const text = await readFile(join(folder, 'released.json'), 'utf8');
  const { version, api } = JSON.parse(text) as { version: string; api: PublicApi };
  const present = await readPublicApi(folder);
  t.ok(Object.keys(api).length > 50, 'the release is not empty');
  t.same(breakingChanges(api, present), [], `what breaks clients of ${version}`);
});

const before = `
paths:
  /things/{id}:
    post:
      operationId: changeThing
      security: [{}, { bearer: [] }]
      x-codes: [THING_NOT_FOUND, TOO_MANY]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: sort, in: query, schema: { enum: [name, age] } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Change' } } } }
      responses:
        '200': { description: Changed, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    Change:
      type: object
      required: [name]
      properties: { name: { type: string }, size: { type: [integer, 'null'] } }
    Thing:
      type: object
      required: [id, kind, owner]
      properties:
        id: { type: string }
        kind: { enum: [small, large] }
        owner: { type: object, required: [name], properties: { name: { type: string } } }
        tags: { type: array, items: { type: string } }
`;

const apiOf = (yaml: string): PublicApi => Object.fromEntries(operationParts('test', contract(yaml)));

/** What changes in the contract above, and what breaks by it. */
const changes: [change: string, from: string, to: string, breaks: string[]][] = [
  ['nothing', '', '', []],
  ['a new optional input', 'size: {', 'colour: { type: string }, size: {', []],
  ['an input that may be more', "{ type: [integer, 'null'] }", "{ type: [number, 'null'] }", []],
  [
    'a new field in the answer',
    'id: { type: string }\n',
    'id: { type: string }\n        age: { type: integer }\n',
    [],
  ],
  ['a new value in the answer', '[small, large]', '[small, large, huge]', []],
  ['a new code', 'TOO_MANY]', 'TOO_MANY, TOO_LATE]', []],
  ['another path', '/things/{id}', '/thing/{id}', ['was POST /things/{id}, and is POST /thing/{id}']],
  ['a token', '[{}, {', '[{', ['its token was "accepted", and is "required"']],
  ['one code less', ', TOO_MANY]', ']', ['has no code TOO_MANY any more']],
  ['an input less', ", size: { type: [integer, 'null'] }", '', ['the input "size" is not accepted any more']],
  [
    'a required input',
    'required: [name]\n',
    'required: [name, size]\n',
    ['the input "size" is required now'],
  ],
  [
    'a new required input',
    '- { name: sort',
    '- { name: page, in: query, required: true, schema: { type: integer } }\n        - { name: sort',
    ['the input "page" is new and required'],
  ],
  ['a narrower input', "[integer, 'null']", 'integer', ['the input "size" cannot be null any more']],
  ['a value less', '[name, age]', '[name]', ['the input "sort" cannot be \'age\' any more']],
  ['another status', "'200'", "'201'", ['answers 201, which clients do not take for a success']],
  [
    'a field less',
    '        tags: { type: array, items: { type: string } }\n',
    '',
    ['its answer has no "tags" any more', 'its answer has no "tags[]" any more'],
  ],
  ['an optional field', '[id, kind, owner]', '[id, kind]', ['its answer may be without "owner" now']],
  [
    'another type',
    'id: { type: string }',
    "id: { type: [string, 'null'] }",
    ['"id" of its answer can be null now'],
  ],
  ['another operation', 'changeThing', 'alterThing', ['is gone']],
];

for (const [change, from, to, breaks] of changes) {
  t.test(`${breaks.length === 0 ? 'accepts' : 'names'} ${change}`, async (t) => {
    t.ok(before.includes(from));
    const found = breakingChanges(apiOf(before), apiOf(before.replace(from, to)));
    t.same(
      found,
      breaks.map((line) => `test.changeThing: ${line}`),
    );
  });
}

import t from 'tap';
import { operations, rejection } from './fixture.ts';

const valid = `
security: []
paths:
  /things/{id}:
    post:
      operationId: makeThing
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, additionalProperties: true } } }
      responses:
        '201': { description: Made. }
`;
const post = '#/paths/~1things~1{id}/post';

// Each row: what is wrong, a text of the contract above and its replacement, and the whole message.
const rejected: [string, [string, string], string][] = [
  ['a missing operationId', ['operationId: makeThing', 'summary: x'], `${post}: "operationId" is missing`],
  [
    'an operationId that is not in camelCase',
    ['makeThing', 'make-thing'],
    `${post}/operationId: "make-thing" is not in camelCase`,
  ],
  [
    'an operationId that is a keyword',
    ['makeThing', 'delete'],
    `${post}/operationId: "delete" cannot be the name of a constant`,
  ],
  [
    'an unknown keyword of an operation',
    ['operationId:', 'callbacks: {}\n      operationId:'],
    `${post}/callbacks: the keyword "callbacks" is not understood in an operation`,
  ],
  [
    'a misspelt extension',
    ['operationId:', 'x-code: [A]\n      operationId:'],
    `${post}/x-code: the keyword "x-code" is not understood in an operation`,
  ],
  [
    'a code that is not in capitals',
    ['operationId:', 'x-codes: [Gone]\n      operationId:'],
    `${post}/x-codes/0: "Gone" is not a code in CAPITALS`,
  ],
  [
    'an unsupported method',
    ['    post:', '    options:'],
    '#/paths/~1things~1{id}/options: the keyword "options" is not understood in a path',
  ],
  [
    'a path parameter that is not declared',
    ['/things/{id}', '/things/{id}/{part}'],
    '#/paths/~1things~1{id}~1{part}/post: the path parameter "part" is not declared',
  ],
  [
    'a path parameter that is not in the path',
    ['/things/{id}', '/things'],
    '#/paths/~1things/post: "id" is not in the path /things',
  ],
  [
    'half a segment as a parameter',
    ['/things/{id}', '/things/{id}.json'],
    '#/paths/~1things~1{id}.json/post: the path segment "{id}.json" must be a plain word or one {name}',
  ],
  [
    'an optional path parameter',
    ['required: true, schema', 'schema'],
    `${post}/parameters/0: a path parameter needs "required: true"`,
  ],
  ['a cookie', ['in: path', 'in: cookie'], `${post}/parameters/0/in: must be path, query or header`],
  [
    'a style of a parameter',
    ['in: path,', 'in: path, style: matrix,'],
    `${post}/parameters/0/style: the keyword "style" is not understood in a parameter`,
  ],
  [
    'a header that OpenAPI ignores',
    [
      'parameters:\n',
      'parameters:\n        - { name: Authorization, in: header, schema: { type: string } }\n',
    ],
    `${post}/parameters/0: OpenAPI ignores a parameter for the header "Authorization"`,
  ],
  [
    'a parameter twice',
    [
      'parameters:\n',
      'parameters:\n        - { name: id, in: path, required: true, schema: { type: string } }\n',
    ],
    `${post}/parameters/1/schema: the path parameter "id" appears twice`,
  ],
  [
    'a default of a required parameter',
    ['schema: { type: string }', "schema: { type: string, default: '' }"],
    `${post}/parameters/0/schema: a required parameter cannot have a default`,
  ],
  [
    'a body of a GET',
    ['    post:', '    get:'],
    '#/paths/~1things~1{id}/get/requestBody: get cannot have a body',
  ],
  [
    'an optional body',
    ['        required: true\n        content', '        content'],
    `${post}/requestBody: a body needs "required: true"; an optional body is not supported`,
  ],
  [
    'an unknown media type of a body',
    ['application/json', 'text/csv'],
    `${post}/requestBody/content/text~1csv: the media type "text/csv" is not supported for a body`,
  ],
  [
    'two media types of a body',
    ['content: {', 'content: { text/csv: { schema: { type: string } },'],
    `${post}/requestBody/content: a body must have exactly one media type`,
  ],
  [
    'a form with unnamed parts',
    ['application/json', 'multipart/form-data'],
    `${post}/requestBody/content/multipart~1form-data/schema: a multipart form needs "additionalProperties: false": other parts are never read`,
  ],
  ['a range of statuses', ["'201'", '2XX'], `${post}/responses/2XX: "2XX" is neither a status nor "default"`],
  ['an operation that never succeeds', ["'201'", 'default'], `${post}/responses: has no success`],
  [
    'an upgrade by POST',
    ["'201'", "'101'"],
    `${post}/responses: only a GET can upgrade to a WebSocket (101)`,
  ],
  [
    'an unknown media type of a reply',
    ['description: Made.', 'description: Made., content: { chemical/x-pdb: { schema: { type: string } } }'],
    `${post}/responses/201/content/chemical~1x-pdb: the media type "chemical/x-pdb" is not supported for a reply`,
  ],
  [
    'a reply with media types of two kinds',
    [
      'description: Made.',
      'description: Made., content: { text/plain: { schema: { type: string } }, audio/mpeg: { schema: { type: string, format: binary } } }',
    ],
    `${post}/responses/201: mixes media types of different kinds`,
  ],
  [
    'bytes without the format binary',
    ['description: Made.', 'description: Made., content: { audio/mpeg: { schema: { type: string } } }'],
    `${post}/responses/201/content/audio~1mpeg/schema: must be a string of format binary`,
  ],
  [
    'a link',
    ['description: Made.', 'description: Made., links: {}'],
    `${post}/responses/201/links: the keyword "links" is not understood in a reply`,
  ],
  [
    'a header of a reply with an unknown keyword',
    [
      'description: Made.',
      'description: Made., headers: { etag: { schema: { type: string, contentEncoding: x } } }',
    ],
    `${post}/responses/201/headers/etag/schema/contentEncoding: the keyword "contentEncoding" is not understood in a schema of type string`,
  ],
  [
    'an operation without security',
    ['security: []\n', ''],
    `${post}: "security" is missing; "security: []" makes the operation public`,
  ],
  [
    'an empty security alternative alone',
    ['security: []', 'security: [{}]'],
    '#/security/0: use "security: []" to make the operation public',
  ],
  [
    'an unknown security scheme',
    ['security: []', 'security: [{ bearer: [] }]'],
    '#/security/0/bearer: there is no security scheme named "bearer"',
  ],
  [
    'webhooks',
    ['security: []', 'security: []\nwebhooks: {}'],
    '#/webhooks: the keyword "webhooks" is not understood in a contract',
  ],
];

for (const [name, [before, after], message] of rejected) {
  t.test(`rejects ${name}`, async (t) => {
    t.ok(valid.includes(before), 'the fixture has the text that the row replaces');
    t.equal(await rejection(() => operations(valid.replace(before, after))), `test.yaml${message}`);
  });
}

t.test('rejects one operationId for two operations', async (t) => {
  const second = valid.slice(valid.indexOf('  /things')).replace('/things/{id}', '/others/{id}');
  t.equal(
    await rejection(() => operations(valid + second)),
    'test.yaml#/paths/~1others~1{id}/post: the operationId "makeThing" is used twice',
  );
});

t.test('accepts the contract that these rows change', async (t) => {
  const [operation] = operations(valid);
  t.match(operation, { id: 'makeThing', method: 'POST', path: '/things/{id}', security: [], codes: [] });
});

import t from 'tap';
import { operations, refusal } from './fixture.ts';

const right = `
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

// Each row: what is wrong, what stands instead of what in the contract above, and the whole message.
const refused: [string, [string, string], string][] = [
  ['a missing operationId', ['operationId: makeThing', 'summary: x'], `${post}: "operationId" is missing`],
  [
    'an operationId that is no name',
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
    'a code that is none',
    ['operationId:', 'x-codes: [Gone]\n      operationId:'],
    `${post}/x-codes/0: "Gone" is not a code in CAPITALS`,
  ],
  [
    'a method that is no operation of ours',
    ['    post:', '    options:'],
    '#/paths/~1things~1{id}/options: the keyword "options" is not understood in a path',
  ],
  [
    'a path parameter that is not described',
    ['/things/{id}', '/things/{id}/{part}'],
    '#/paths/~1things~1{id}~1{part}/post: the path parameter "part" is not described',
  ],
  [
    'a path parameter that is not in the path',
    ['/things/{id}', '/things'],
    '#/paths/~1things/post: "id" does not stand in the path /things',
  ],
  [
    'half a segment as a parameter',
    ['/things/{id}', '/things/{id}.json'],
    '#/paths/~1things~1{id}.json/post: the path segment "{id}.json" must be a plain word or one {name}',
  ],
  [
    'an optional path parameter',
    ['required: true, schema', 'schema'],
    `${post}/parameters/0: a path parameter must say "required: true"`,
  ],
  [
    'a cookie',
    ['in: path', 'in: cookie'],
    `${post}/parameters/0/in: parameters stand in path, query or header`,
  ],
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
    `${post}/parameters/1/schema: path "id" is there twice`,
  ],
  [
    'a default that can never be used',
    ['schema: { type: string }', "schema: { type: string, default: '' }"],
    `${post}/parameters/0/schema: a required parameter has no use for a default`,
  ],
  [
    'a body of a GET',
    ['    post:', '    get:'],
    '#/paths/~1things~1{id}/get/requestBody: get carries no body',
  ],
  [
    'an optional body',
    ['        required: true\n        content', '        content'],
    `${post}/requestBody: a body must say "required: true"; an optional one is not understood`,
  ],
  [
    'an unknown media type of a body',
    ['application/json', 'text/csv'],
    `${post}/requestBody/content/text~1csv: a body of "text/csv" is not understood`,
  ],
  [
    'two media types of a body',
    ['content: {', 'content: { text/csv: { schema: { type: string } },'],
    `${post}/requestBody/content: a body has one media type`,
  ],
  [
    'a form with unnamed parts',
    ['application/json', 'multipart/form-data'],
    `${post}/requestBody/content/multipart~1form-data/schema: a multipart form must say "additionalProperties: false": no unnamed part is ever read`,
  ],
  ['a range of statuses', ["'201'", '2XX'], `${post}/responses/2XX: "2XX" is neither a status nor "default"`],
  ['an operation that never succeeds', ["'201'", 'default'], `${post}/responses: states no success`],
  ['an upgrade by POST', ["'201'", "'101'"], `${post}/responses: only a GET upgrades to 101`],
  [
    'an unknown media type of a reply',
    ['description: Made.', 'description: Made., content: { chemical/x-pdb: { schema: { type: string } } }'],
    `${post}/responses/201/content/chemical~1x-pdb: a reply of "chemical/x-pdb" is not understood`,
  ],
  [
    'a reply that is read in two ways',
    [
      'description: Made.',
      'description: Made., content: { text/plain: { schema: { type: string } }, audio/mpeg: { schema: { type: string, format: binary } } }',
    ],
    `${post}/responses/201: mixes media types that are read in different ways`,
  ],
  [
    'bytes that are not said to be bytes',
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
    'an operation about which nobody decided who may call it',
    ['security: []\n', ''],
    `${post}: nobody says who may call this; "security: []" opens it to everybody`,
  ],
  [
    'an open door said in an odd way',
    ['security: []', 'security: [{}]'],
    '#/security/0: say "security: []" to open the operation',
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

for (const [name, [before, after], message] of refused) {
  t.test(`refuses ${name}`, async (t) => {
    t.ok(right.includes(before), 'the fixture has what the row replaces');
    t.equal(
      refusal(() => operations(right.replace(before, after))),
      `test.yaml${message}`,
    );
  });
}

t.test('refuses one operationId for two operations', async (t) => {
  const second = right.slice(right.indexOf('  /things')).replace('/things/{id}', '/others/{id}');
  t.equal(
    refusal(() => operations(right + second)),
    'test.yaml#/paths/~1others~1{id}/post: the operationId "makeThing" is used twice',
  );
});

t.test('the contract that all of these are made from is understood', async (t) => {
  const [operation] = operations(right);
  t.match(operation, { id: 'makeThing', method: 'POST', path: '/things/{id}', security: [], codes: [] });
});

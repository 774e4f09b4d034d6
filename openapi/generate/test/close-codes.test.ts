import t from 'tap';
import { emitCloseCodes } from '../emit-close-codes.ts';
import { contract, operations, refusal } from './fixture.ts';

const responses = (yaml: string): string => `paths: {}\ncomponents:\n  responses:\n${yaml}`;
const socket = (codes: string): string =>
  responses(`    Socket: { description: Upgraded., x-close-codes: { ${codes} } }\n`);
const emitted = (yaml: string): string => emitCloseCodes(contract(yaml));

t.test('the close codes of a reply become one constant and the type of its names', async (t) => {
  const yaml = socket(
    "away: { code: 1001, reason: 'Who''s away', reconnect: true }, full: { code: 4007, reason: Full, reconnect: false }",
  );
  t.equal(
    emitted(yaml),
    `// Generated from openapi/test.yaml. Do not edit: change the contract, then run \`make generate\`.

/** Why a socket was closed (RFC 6455, section 7.4), and whether its client connects again. */
export const closeCodes = {
  away: { code: 1001, reason: 'Who\\'s away', reconnect: true },
  full: { code: 4007, reason: 'Full', reconnect: false },
} as const;

export type CloseReason = keyof typeof closeCodes;
`,
  );
});

t.test('a contract without close codes has no such file', async (t) => {
  t.equal(emitted('paths: {}'), '');
  t.equal(emitted(responses('    Done: { description: Done. }\n')), '');
});

const at = 'test.yaml#/components/responses/Socket/x-close-codes';
const refused: [string, string, string][] = [
  ['a name that is none', 'so-long: { code: 1001 }', '/so-long: the name "so-long" is not in camelCase'],
  [
    'an unknown keyword',
    "away: { code: 1001, reason: '', again: true }",
    '/away/again: the keyword "again" is not understood in a close code',
  ],
  ['a missing number', 'away: { reason: x, reconnect: true }', '/away: "code" is missing'],
  ['a missing reason', 'away: { code: 1001, reconnect: true }', '/away: "reason" is missing'],
  ['silence about what a client does', 'away: { code: 1001, reason: x }', '/away: "reconnect" is missing'],
  [
    'a reason without words',
    "away: { code: 1001, reason: '', reconnect: true }",
    '/away/reason: must have 1 to 123 bytes, as a close frame has room for',
  ],
  [
    'a reason that a close frame has no room for',
    `away: { code: 1001, reason: ${'é'.repeat(62)}, reconnect: true }`,
    '/away/reason: must have 1 to 123 bytes, as a close frame has room for',
  ],
  [
    'a flag that is none',
    'away: { code: 1001, reason: x, reconnect: often }',
    '/away/reconnect: must be true or false',
  ],
  [
    'two names for one number',
    'away: { code: 1001, reason: x, reconnect: true }, gone: { code: 1001, reason: y, reconnect: true }',
    '/gone: has the code of "away"',
  ],
];

for (const [name, codes, message] of refused) {
  t.test(`refuses ${name}`, async (t) => {
    t.equal(
      refusal(() => emitted(socket(codes))),
      at + message,
    );
  });
}

t.test('refuses every number that no close frame may carry, and no other', async (t) => {
  const codes = [999, 1000, 1003, 1004, 1005, 1006, 1007, 1014, 1015, 2999, 3000, 4999, 5000, 1001.5];
  const accepted = codes.filter((code) => {
    const message = refusal(() => emitted(socket(`away: { code: ${code}, reason: x, reconnect: true }`)));
    return message !== `${at}/away/code: is no code that may be sent`;
  });
  t.same(accepted, [1000, 1003, 1007, 1014, 3000, 4999]);
});

t.test('refuses close codes of two replies', async (t) => {
  const codes = 'x-close-codes: { away: { code: 1001, reason: x, reconnect: true } }';
  const yaml = responses(
    `    Socket: { description: One., ${codes} }\n    Other: { description: Two., ${codes} }\n`,
  );
  t.equal(
    refusal(() => emitted(yaml)),
    'test.yaml#/components/responses/Other: only one reply of a contract can have close codes',
  );
});

t.test('refuses close codes of a reply that opens no socket, and takes those of one that does', async (t) => {
  const path = (status: string): string => `
security: []
paths:
  /socket:
    get:
      operationId: openSocket
      responses:
        '${status}':
          description: Upgraded.
          x-close-codes: { away: { code: 1001, reason: x, reconnect: true } }
`;
  t.match(operations(path('101')), [{ id: 'openSocket', replies: [{ status: '101', kind: 'websocket' }] }]);
  t.equal(
    refusal(() => operations(path('204'))),
    'test.yaml#/paths/~1socket/get/responses/204: has close codes, but opens no socket',
  );
});

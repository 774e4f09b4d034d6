import t from 'tap';
import { emitCloseCodes } from '../emit-operations.ts';
import { formatCode } from '../generate.ts';
import { contract, operations, rejection } from './fixture.ts';

const responses = (yaml: string): string => `paths: {}\ncomponents:\n  responses:\n${yaml}`;
const socket = (codes: string): string =>
  responses(`    Socket: { description: Upgraded., x-close-codes: { ${codes} } }\n`);
const emitted = async (yaml: string): Promise<string> => formatCode(emitCloseCodes(contract(yaml), 'server'));

t.test('generates a constant of the close codes and a type of their names', async (t) => {
  const yaml = socket(
    "away: { code: 1001, reason: 'Who''s away', reconnect: true }, full: { code: 4007, reason: Full, reconnect: false }",
  );
  t.equal(
    await emitted(yaml),
    `// Generated from openapi/test.yaml. Do not edit: change the contract, then run \`make generate\`.

/** Why a socket was closed (RFC 6455, section 7.4), and whether its client connects again. */
export const closeCodes = {
  away: { code: 1001, reason: "Who's away", reconnect: true },
  full: { code: 4007, reason: 'Full', reconnect: false },
} as const;

export type CloseReason = keyof typeof closeCodes;
`,
  );
});

t.test('leaves the words of the server out for a client', async (t) => {
  const yaml = socket('full: { code: 4007, reason: Full, reconnect: false }');
  const text = await formatCode(emitCloseCodes(contract(yaml), 'client'));
  t.match(text, '{ full: { code: 4007, reconnect: false } }');
});

t.test('generates no file for a contract without close codes', async (t) => {
  t.equal(await emitted('paths: {}'), '');
  t.equal(await emitted(responses('    Done: { description: Done. }\n')), '');
});

const at = 'test.yaml#/components/responses/Socket/x-close-codes';
const rejected: [string, string, string][] = [
  [
    'a name that is not in camelCase',
    'so-long: { code: 1001 }',
    '/so-long: the name "so-long" is not in camelCase',
  ],
  [
    'an unknown keyword',
    "away: { code: 1001, reason: '', again: true }",
    '/away/again: the keyword "again" is not understood in a close code',
  ],
  ['a missing code', 'away: { reason: x, reconnect: true }', '/away: "code" is missing'],
  ['a missing reason', 'away: { code: 1001, reconnect: true }', '/away: "reason" is missing'],
  ['a missing reconnect', 'away: { code: 1001, reason: x }', '/away: "reconnect" is missing'],
  [
    'an empty reason',
    "away: { code: 1001, reason: '', reconnect: true }",
    '/away/reason: must have 1 to 123 bytes to fit into a close frame',
  ],
  [
    'a reason that is too long for a close frame',
    `away: { code: 1001, reason: ${'é'.repeat(62)}, reconnect: true }`,
    '/away/reason: must have 1 to 123 bytes to fit into a close frame',
  ],
  [
    'a reconnect that is not a boolean',
    'away: { code: 1001, reason: x, reconnect: often }',
    '/away/reconnect: must be true or false',
  ],
  [
    'two names for one code',
    'away: { code: 1001, reason: x, reconnect: true }, gone: { code: 1001, reason: y, reconnect: true }',
    '/gone: has the code of "away"',
  ],
];

for (const [name, codes, message] of rejected) {
  t.test(`rejects ${name}`, async (t) => {
    t.equal(await rejection(() => emitted(socket(codes))), at + message);
  });
}

t.test('accepts exactly the codes that a close frame may carry', async (t) => {
  const codes = [999, 1000, 1003, 1004, 1005, 1006, 1007, 1014, 1015, 2999, 3000, 4999, 5000, 1001.5];
  const accepted: number[] = [];
  for (const code of codes) {
    const message = await rejection(() =>
      emitted(socket(`away: { code: ${code}, reason: x, reconnect: true }`)),
    );
    if (message !== `${at}/away/code: is not a code that a close frame may carry`) accepted.push(code);
  }
  t.same(accepted, [1000, 1003, 1007, 1014, 3000, 4999]);
});

t.test('rejects close codes in two replies', async (t) => {
  const codes = 'x-close-codes: { away: { code: 1001, reason: x, reconnect: true } }';
  const yaml = responses(
    `    Socket: { description: One., ${codes} }\n    Other: { description: Two., ${codes} }\n`,
  );
  t.equal(
    await rejection(() => emitted(yaml)),
    'test.yaml#/components/responses/Other: only one reply of a contract can have close codes',
  );
});

t.test('accepts close codes only in a WebSocket upgrade', async (t) => {
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
    await rejection(() => operations(path('204'))),
    'test.yaml#/paths/~1socket/get/responses/204: has close codes, but is not a WebSocket upgrade',
  );
});

import { Type } from '@sinclair/typebox';
import t from 'tap';
import { assertReply, assertRoutesMatchContract } from '../../test-kit/contract.ts';
import { build, infrastructureOperations, problem, problems } from './fixture.ts';

const getCat = {
  method: 'GET',
  url: '/cat',
  config: { operationId: 'getCat', security: [], codes: ['CAT_ASLEEP'] },
  schema: {
    operationId: 'getCat',
    response: {
      200: Type.Object({ name: Type.String() }, { additionalProperties: false }),
      204: Type.Unsafe<undefined>({ type: 'null' }),
      206: { content: { 'audio/*': { schema: Type.Unsafe<Buffer>({}) } } },
      ...problems,
    },
  },
} as const;

const answer = (statusCode: number, type: string, body: unknown) => ({
  statusCode,
  headers: type === '' ? {} : { 'content-type': type },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const cat = { name: 'Tom' };
const asleep = problem(409, 'CAT_ASLEEP', 'The cat is asleep', '/cat');

void t.test('assertReply accepts answers of the contract', async (t) => {
  for (const fine of [
    answer(200, 'application/json; charset=utf-8', cat),
    answer(204, '', ''),
    answer(206, 'audio/mpeg', 'purr'),
    answer(409, 'application/problem+json', asleep),
    answer(500, 'application/problem+json', problem(500, 'INTERNAL', 'Something went wrong', '/cat')),
  ]) {
    t.doesNotThrow(() => assertReply(getCat, fine), String(fine.statusCode));
  }
});

void t.test('assertReply refuses every other answer', async (t) => {
  for (const [bad, message] of [
    [
      answer(200, 'application/json', { name: 1 }),
      /getCat's answer 200 breaks the contract: data\/name must be string/,
    ],
    [answer(200, 'application/json', { ...cat, age: 3 }), /must NOT have additional properties/],
    [answer(200, 'text/html', '<p>Tom'), /is text\/html; the contract has application\/json/],
    [answer(201, 'application/json', cat), /getCat's answer 201 is not in the contract/],
    [answer(204, '', 'x'), /has a body; the contract has none/],
    [answer(206, 'text/plain', 'purr'), /is text\/plain; the contract has audio\/\*/],
    [answer(409, 'application/json', asleep), /the contract has application\/problem\+json/],
    [answer(409, 'application/problem+json', { code: 'CAT_ASLEEP' }), /must have required property 'type'/],
    [
      answer(409, 'application/problem+json', { ...asleep, code: 'DOG_AWAKE' }),
      /has the code DOG_AWAKE, which the contract does not name/,
    ],
  ] as const) {
    t.throws(() => assertReply(getCat, bad), { message });
  }
});

void t.test('a route that is missing fails the contract test', async (t) => {
  const app = await build(t, { getCat }, () => undefined);
  const table = { ...infrastructureOperations, getCat };
  const said: unknown[] = [];
  const strictSame = (found: unknown, wanted: unknown): void => void said.push(found, wanted);
  await assertRoutesMatchContract({ strictSame }, app, table);
  const [found, wanted] = said as [string[], string[]];
  t.strictSame(
    wanted.filter((line) => !found.includes(line)),
    ['GET /cat getCat'],
  );
});

void t.test('a route that is there passes it, HEAD and docs assets aside', async (t) => {
  const app = await build(t, { getCat }, (api) => {
    api.route({ ...getCat, handler: async () => cat });
  });
  await assertRoutesMatchContract(t, app, { ...infrastructureOperations, getCat });
});

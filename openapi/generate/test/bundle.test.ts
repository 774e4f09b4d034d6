import { join } from 'node:path';
import t from 'tap';
import { readContract } from '../bundle.ts';
import { emitSchemas } from '../emit-schemas.ts';
import { generate } from '../generate.ts';
import { readOperations } from '../read-operations.ts';
import type { Target } from '../targets.ts';
import { refusalOf } from './fixture.ts';

const head = 'openapi: 3.1.0\ninfo: { title: Test, version: 1.0.0 }\n';
const user = "User: { type: object, properties: { id: { $ref: 'common.yaml#/components/schemas/Id' } } }";
const common = `${head}components: { schemas: { Id: { type: string, format: uuid } } }`;

t.test('refuses a reference to nothing, and says in which file', async (t) => {
  const folder = t.testdir({
    'auth.yaml': `${head}paths: {}\ncomponents: { schemas: { ${user} } }`,
    'common.yaml': `${head}components: { schemas: { Other: { type: string } } }`,
  });
  t.equal(
    await refusalOf(readContract(join(folder, 'auth.yaml'))),
    "auth.yaml#/components/schemas/User/properties/id: Can't resolve $ref",
  );
});

t.test('refuses two different schemas of one name, instead of renaming one of them', async (t) => {
  const own = 'Id: { type: integer }';
  const folder = t.testdir({
    'auth.yaml': `${head}paths: {}\ncomponents: { schemas: { ${own}, ${user} } }`,
    'common.yaml': common,
  });
  t.equal(
    await refusalOf(readContract(join(folder, 'auth.yaml'))),
    'auth.yaml#/components/schemas/User/properties/id: Two schemas are referenced with the same name but different content. Renamed Id to Id-2.',
  );
});

t.test('refuses a document of another version', async (t) => {
  const folder = t.testdir({ 'auth.yaml': `${head.replace('3.1.0', '3.0.3')}paths: {}` });
  t.equal(
    await refusalOf(readContract(join(folder, 'auth.yaml'))),
    'auth.yaml#: is not an OpenAPI 3.1 document',
  );
});

t.test('refuses what is no YAML, and says in which line', async (t) => {
  const folder = t.testdir({ 'auth.yaml': `${head}paths: [` });
  t.equal(
    await refusalOf(readContract(join(folder, 'auth.yaml'))),
    `auth.yaml: unexpected end of the stream within a flow collection in "${join(folder, 'auth.yaml')}" (3:9)`,
  );
});

t.test('refuses a contract that is not there', async (t) => {
  const folder = t.testdir({});
  t.equal(
    await refusalOf(readContract(join(folder, 'auth.yaml'))),
    `auth.yaml: ENOENT: no such file or directory '${join(folder, 'auth.yaml')}'`,
  );
});

t.test('draws the schemas and routes of other files in, under their own names', async (t) => {
  const health = `get: { operationId: getHealth, security: [], responses: { '200': { description: Alive., content: { application/json: { schema: { $ref: '#/components/schemas/Id' } } } } } }`;
  const folder = t.testdir({
    'auth.yaml': `${head}paths: { /healthz: { $ref: 'common.yaml#/components/pathItems/Health' } }\ncomponents: { schemas: { ${user} } }`,
    'common.yaml': `${head}components: { schemas: { Id: { type: string, format: uuid } }, pathItems: { Health: { ${health} } } }`,
  });
  const contract = await readContract(join(folder, 'auth.yaml'));
  const [operation, ...others] = readOperations(contract);
  t.match(operation, { id: 'getHealth', method: 'GET', path: '/healthz' });
  t.same(others, []);
  t.equal(
    emitSchemas(contract, []),
    `// Generated from openapi/auth.yaml. Do not edit: change the contract, then run \`make generate\`.
import { Type, type Static } from '@sinclair/typebox';

export const Id = Type.String({ format: 'uuid' });
export type Id = Static<typeof Id>;

export const User = Type.Object({
  id: Type.Optional(Id),
});
export type User = Static<typeof User>;
`,
  );
});

t.test(
  'a contract of schemas: what it keeps for others is left to them, but for the codes of its replies',
  async (t) => {
    const problem = 'Problem: { description: Wrong., x-codes: [TIMEOUT, INTERNAL, TIMEOUT] }';
    const folder = t.testdir({
      'common.yaml': `${head}paths: {}\ncomponents: { schemas: { Id: { type: string } }, responses: { ${problem} }, pathItems: { Health: { get: { operationId: getHealth, responses: {} } } } }`,
    });
    const target: Target = { contract: 'common', kind: 'schemas', folder: '', stem: 'common.', sdk: false };
    const files = await generate(folder, [target]);
    const names = ['types', 'schemas', 'drift', 'codes'].map((name) => `common.${name}.gen.ts`);
    t.same([...files.keys()], names);
    t.notMatch(files.get('common.types.gen.ts'), 'getHealth');
    t.equal(
      files.get('common.codes.gen.ts'),
      `// Generated from openapi/common.yaml. Do not edit: change the contract, then run \`make generate\`.

/** Any operation may answer these. */
export const commonCodes = ['INTERNAL', 'TIMEOUT'] as const;
`,
    );
  },
);

t.test('refuses a contract of schemas that has routes of its own', async (t) => {
  const folder = t.testdir({
    'events.yaml': `${head}paths: { /a: { get: { operationId: getA, security: [], responses: { '204': { description: Done. } } } } }`,
  });
  const target: Target = { contract: 'events', kind: 'schemas', folder: '', stem: '', sdk: false };
  t.equal(
    await refusalOf(generate(folder, [target])),
    'events.yaml#: has paths, but is a contract of schemas',
  );
});

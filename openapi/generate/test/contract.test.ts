import { join } from 'node:path';
import t from 'tap';
import { readContract } from '../contract.ts';
import { emitSchemas } from '../emit-schemas.ts';
import { formatCode, generate, type Target } from '../generate.ts';
import { readOperations } from '../read-operations.ts';
import { rejection } from './fixture.ts';

const head = 'openapi: 3.1.0\ninfo: { title: Test, version: 1.0.0 }\n';
const user = "User: { type: object, properties: { id: { $ref: 'common.yaml#/components/schemas/Id' } } }";
const common = `${head}components: { schemas: { Id: { type: string, format: uuid } } }`;

t.test('rejects a reference that does not exist, and names the file', async (t) => {
  const folder = t.testdir({
    'auth.yaml': `${head}paths: {}\ncomponents: { schemas: { ${user} } }`,
    'common.yaml': `${head}components: { schemas: { Other: { type: string } } }`,
  });
  t.equal(
    await rejection(() => readContract(join(folder, 'auth.yaml'))),
    "auth.yaml#/components/schemas/User/properties/id: Can't resolve $ref",
  );
});

t.test('rejects two different schemas with one name', async (t) => {
  const own = 'Id: { type: integer }';
  const folder = t.testdir({
    'auth.yaml': `${head}paths: {}\ncomponents: { schemas: { ${own}, ${user} } }`,
    'common.yaml': common,
  });
  t.equal(
    await rejection(() => readContract(join(folder, 'auth.yaml'))),
    'auth.yaml#/components/schemas/User/properties/id: Two schemas are referenced with the same name but different content. Renamed Id to Id-2.',
  );
});

t.test('rejects another version of OpenAPI', async (t) => {
  const folder = t.testdir({ 'auth.yaml': `${head.replace('3.1.0', '3.0.3')}paths: {}` });
  t.equal(
    await rejection(() => readContract(join(folder, 'auth.yaml'))),
    'auth.yaml#: is not an OpenAPI 3.1 document',
  );
});

t.test('rejects invalid YAML, and names the line', async (t) => {
  const folder = t.testdir({ 'auth.yaml': `${head}paths: [` });
  t.equal(
    await rejection(() => readContract(join(folder, 'auth.yaml'))),
    `auth.yaml: unexpected end of the stream within a flow collection in "${join(folder, 'auth.yaml')}" (3:9)`,
  );
});

t.test('rejects a missing contract file', async (t) => {
  const folder = t.testdir({});
  t.equal(
    await rejection(() => readContract(join(folder, 'auth.yaml'))),
    `auth.yaml: ENOENT: no such file or directory '${join(folder, 'auth.yaml')}'`,
  );
});

t.test('includes the schemas and routes of other files under their own names', async (t) => {
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
    await formatCode(emitSchemas(contract, [])),
    `// Generated from openapi/auth.yaml. Do not edit: change the contract, then run \`make generate\`.
import { Type, type Static } from '@sinclair/typebox';

export const Id = Type.String({ format: 'uuid' });
export type Id = Static<typeof Id>;

export const User = Type.Object({ id: Type.Optional(Id) });
export type User = Static<typeof User>;
`,
  );
});

t.test('a contract of schemas gets no routes, but the codes of its replies', async (t) => {
  const problem = 'Problem: { description: Wrong., x-codes: [TIMEOUT, INTERNAL, TIMEOUT] }';
  const folder = t.testdir({
    'common.yaml': `${head}paths: {}\ncomponents: { schemas: { Id: { type: string } }, responses: { ${problem} }, pathItems: { Health: { get: { operationId: getHealth, responses: {} } } } }`,
  });
  const target: Target = { contract: 'common', kind: 'schemas', folder: '', prefix: 'common.', sdk: false };
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
});

t.test('rejects a contract of schemas that has routes', async (t) => {
  const folder = t.testdir({
    'events.yaml': `${head}paths: { /a: { get: { operationId: getA, security: [], responses: { '204': { description: Done. } } } } }`,
  });
  const target: Target = { contract: 'events', kind: 'schemas', folder: '', prefix: '', sdk: false };
  t.equal(
    await rejection(() => generate(folder, [target])),
    'events.yaml#: has paths, but is a contract of schemas',
  );
});

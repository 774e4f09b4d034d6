import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { formatCode, generate, type Target } from '../generate.ts';
import { compile, tsconfig } from './fixture.ts';

const yaml = `
openapi: 3.1.0
info: { title: Test, version: 1.0.0 }
security: []
paths:
  /things/{id}:
    post:
      operationId: makeThing
      parameters:
        - { name: id, in: path, required: true, schema: { $ref: '#/components/schemas/Id' } }
        - { name: limit, in: query, schema: { type: integer, default: 20 } }
        - { name: If-Match, in: header, schema: { type: string } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' }, examples: { one: { value: { id: 019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e, note: null, parent: null, tags: [] } } } } } }
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' }, examples: { one: { value: { id: 019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e, note: null, parent: null, tags: [] } } } } } }
        default: { description: No., content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
  /uploads:
    post:
      operationId: upload
      requestBody: { required: true, content: { multipart/form-data: { schema: { $ref: '#/components/schemas/Form' }, examples: { one: { value: { audio: a.mp3, title: Dusk } } } } } }
      responses: { '204': { description: Stored. } }
components:
  schemas:
    Id: { type: string, format: uuid }
    Mood: { type: string, enum: [calm, loud] }
    Problem: { type: object, required: [code], properties: { code: { type: string } } }
    Form:
      type: object
      additionalProperties: false
      required: [audio, title]
      properties:
        audio: { type: string, format: binary }
        title: { type: string }
        year: { type: integer, default: 2026 }
    Thing:
      type: object
      additionalProperties: false
      required: [id, note, parent, tags]
      properties:
        id: { $ref: '#/components/schemas/Id' }
        note: { type: [string, 'null'] }
        parent: { anyOf: [{ $ref: '#/components/schemas/Id' }, { type: 'null' }] }
        tags: { type: array, items: { type: string } }
        mood: { $ref: '#/components/schemas/Mood' }
        counts: { type: object, additionalProperties: { type: integer } }
        nothing: { type: object, additionalProperties: false }
    Joined: { allOf: [{ $ref: '#/components/schemas/Problem' }, { type: object, properties: { more: { type: boolean } } }] }
    Message:
      oneOf: [{ $ref: '#/components/schemas/Play' }, { $ref: '#/components/schemas/Pause' }]
      discriminator: { propertyName: type }
    Play: { type: object, required: [type, at], properties: { type: { type: string, const: play }, at: { type: number } } }
    Pause: { type: object, required: [type], properties: { type: { type: string, const: pause } } }
`;

// One change to a generated file: the file, a text in it, and the text that replaces it.
const changes: Record<string, [string, string, string]> = {
  scalar: [
    'schemas.gen.ts',
    "export const Id = Type.String({ format: 'uuid' })",
    'export const Id = Type.Integer()',
  ],
  enumeration: ['schemas.gen.ts', "Type.Unsafe<'calm' | 'loud'>", "Type.Unsafe<'calm'>"],
  nullability: ['schemas.gen.ts', 'Type.Unsafe<string | null>', 'Type.Unsafe<string>'],
  optionality: ['schemas.gen.ts', 'mood: Type.Optional(Mood)', 'mood: Mood'],
  property: ['schemas.gen.ts', '  tags: Type.Array(Type.String()),\n', ''],
  tag: ['schemas.gen.ts', "Type.Literal('pause')", "Type.Literal('stop')"],
  types: ['types.gen.ts', '      at: number;', '      at: string;'],
  path: ['operations.gen.ts', 'id: s.Id', 'id: Type.Number()'],
  default: [
    'operations.gen.ts',
    'limit: Type.Integer({ default: 20 })',
    'limit: Type.Optional(Type.Integer())',
  ],
  header: ['operations.gen.ts', "'if-match': Type.Optional(Type.String())", "'if-match': Type.String()"],
  body: ['operations.gen.ts', 'body: s.Thing', 'body: s.Problem'],
  reply: ['operations.gen.ts', '200: s.Thing', '200: s.Problem'],
  problem: ['operations.gen.ts', '{ schema: s.Problem }', '{ schema: s.Id }'],
  form: ['operations.gen.ts', 'title: Type.String()', 'title: Type.Number()'],
};

t.test('tsc fails when the types and the schemas of a contract differ', async (t) => {
  const folder = t.testdir({ contracts: { 'test.yaml': yaml }, code: { 'tsconfig.json': tsconfig } });
  const target: Target = { contract: 'test', kind: 'service', folder: '', prefix: '', sdk: false };
  const files = await generate(join(folder, 'contracts'), [target]);
  const code = [...files].filter(([path]) => path.endsWith('.ts'));
  const copies = Object.entries(changes).map(
    ([name, [file, before, after]]): [string, Map<string, string>] => {
      const text = files.get(file) ?? '';
      t.ok(text.includes(before), `${name}: the text to change is in ${file}`);
      return [name, new Map([...code, [file, text.replace(before, after)]])];
    },
  );
  await writeAll(join(folder, 'code'), [['unchanged', new Map(code)], ...copies]);

  const { code: exit, output } = await compile(join(folder, 'code'));

  t.equal(exit, 2);
  const failed = [...output.matchAll(/^(\w+)\/drift\.gen\.ts\(.*error (TS\d+)/gm)].map(
    ([, name, error]) => `${name} ${error}`,
  );
  // TS2344: the type argument of the row is false, but must be true.
  t.same(
    [...new Set(failed)].sort(),
    Object.keys(changes)
      .map((name) => `${name} TS2344`)
      .sort(),
  );
  t.notMatch(output, /^unchanged\//m, 'the unchanged files compile');
});

t.test('the drift file has a row for each shape', async (t) => {
  const folder = t.testdir({ 'test.yaml': yaml });
  const target: Target = { contract: 'test', kind: 'service', folder: '', prefix: '', sdk: false };
  const text = (await generate(folder, [target])).get('drift.gen.ts') ?? '';
  const content = "operations['makeThing']['requestBody']['content']";
  const names = ['Id', 'Mood', 'Problem', 'Thing', 'Joined', 'Message', 'Play', 'Pause'];
  const rows = [
    ...names.map((name) => `Assert<Agree<s.${name}, components['schemas']['${name}']>>`),
    "Assert<Agree<Static<(typeof o.makeThing)['schema']['params']>, NonNullable<operations['makeThing']['parameters']['path']>>>",
    "Assert<Agree<Static<(typeof o.makeThing)['schema']['querystring']>, Filled<NonNullable<operations['makeThing']['parameters']['query']>, 'limit'>>>",
    "Assert<Agree<Static<(typeof o.makeThing)['schema']['headers']>, Lower<NonNullable<operations['makeThing']['parameters']['header']>>>>",
    `Assert<Agree<Static<(typeof o.makeThing)['schema']['body']>, ${content}['application/json']>>`,
    "Assert<Agree<Static<(typeof o.makeThing)['schema']['response'][200]>, operations['makeThing']['responses'][200]['content']['application/json']>>",
    "Assert<Agree<Static<(typeof o.makeThing)['schema']['response']['default']['content']['application/problem+json']['schema']>, operations['makeThing']['responses']['default']['content']['application/problem+json']>>",
    "Assert<Agree<Static<(typeof o.upload)['config']['multipart']['text']>, Filled<Omit<operations['upload']['requestBody']['content']['multipart/form-data'], 'audio'>, 'year'>>>",
  ];
  t.equal(
    text.slice(text.indexOf('export type NoDrift')),
    await formatCode(`export type NoDrift = [${rows.join(', ')}];`),
  );
});

async function writeAll(
  folder: string,
  copies: readonly [string, ReadonlyMap<string, string>][],
): Promise<void> {
  for (const [name, files] of copies) {
    await mkdir(join(folder, name), { recursive: true });
    for (const [path, text] of files) await writeFile(join(folder, name, path), text);
  }
}

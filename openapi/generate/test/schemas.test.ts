import t from 'tap';
import { emitSchemas } from '../emit-schemas.ts';
import { formatCode } from '../generate.ts';
import { schemas, schemasContract } from './fixture.ts';

// Each row: the behaviour, the schema, and the whole generated expression.
const expressions: [string, string, string][] = [
  [
    'a string keeps every constraint',
    "A: { type: string, minLength: 1, maxLength: 9, format: uuid, pattern: '^[^\\p{Cc}]$' }",
    "Type.String({ minLength: 1, maxLength: 9, format: 'uuid', pattern: '^[^\\\\p{Cc}]$' })",
  ],
  [
    'a number keeps every constraint',
    'A: { type: number, minimum: -1.5, maximum: 4, multipleOf: 0.5, format: double }',
    "Type.Number({ minimum: -1.5, maximum: 4, multipleOf: 0.5, format: 'double' })",
  ],
  [
    'an integer keeps every constraint',
    'A: { type: integer, exclusiveMinimum: 0, exclusiveMaximum: 10, default: 5 }',
    'Type.Integer({ exclusiveMinimum: 0, exclusiveMaximum: 10, default: 5 })',
  ],
  ['a boolean keeps its default', 'A: { type: boolean, default: false }', 'Type.Boolean({ default: false })'],
  ['null is a type', "A: { type: 'null' }", 'Type.Null()'],
  [
    'an array keeps every constraint',
    'A: { type: array, minItems: 1, maxItems: 3, uniqueItems: true, items: { type: integer } }',
    'Type.Array(Type.Integer(), { minItems: 1, maxItems: 3, uniqueItems: true })',
  ],
  ['a constant is a literal', "A: { type: string, const: it's }", "Type.Literal('it\\'s')"],
  [
    'an enumeration is a union of literals to TypeScript and one keyword to the validator',
    'A: { type: string, enum: [a, b], default: a }',
    "Type.Unsafe<'a' | 'b'>({ type: 'string', enum: ['a', 'b'], default: 'a' })",
  ],
  [
    'an enumeration of numbers',
    'A: { type: integer, enum: [1, 2] }',
    "Type.Unsafe<1 | 2>({ type: 'integer', enum: [1, 2] })",
  ],
  [
    'a nullable type stays one node',
    "A: { type: [string, 'null'], maxLength: 3 }",
    "Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 3 })",
  ],
  [
    'a nullable enumeration stays one node',
    "A: { type: [string, 'null'], enum: [a, null] }",
    "Type.Unsafe<'a' | null>({ type: ['string', 'null'], enum: ['a', null] })",
  ],
  [
    'anyOf is a union',
    "A: { anyOf: [{ type: integer, minimum: 0 }, { type: 'null' }] }",
    'Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])',
  ],
  [
    'a oneOf of different types is a union too, since no two branches can match',
    "A: { oneOf: [{ type: integer }, { type: 'null' }] }",
    'Type.Union([Type.Integer(), Type.Null()])',
  ],
  [
    'allOf is an intersection',
    'A: { allOf: [{ type: object, properties: { a: { type: string } } }, { type: object, properties: { b: { type: string } } }] }',
    'Type.Intersect([Type.Object({ a: Type.Optional(Type.String()) }), Type.Object({ b: Type.Optional(Type.String()) })])',
  ],
  [
    'a map checks its values, not its names',
    'A: { type: object, maxProperties: 9, additionalProperties: { type: integer, minimum: 0 } }',
    "Type.Unsafe<Record<string, number>>({ type: 'object', additionalProperties: Type.Integer({ minimum: 0 }), maxProperties: 9 })",
  ],
  [
    'a map of anything',
    'A: { type: object, additionalProperties: true }',
    "Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })",
  ],
  [
    'an object without properties',
    'A: { type: object, additionalProperties: false }',
    'Type.Unsafe<Record<string, never>>(Type.Object({}, { additionalProperties: false }))',
  ],
  [
    'an object with a name that is no identifier',
    'A: { type: object, minProperties: 1, additionalProperties: false, required: [x-id], properties: { x-id: { type: string }, a: { type: string } } }',
    "Type.Object({ 'x-id': Type.String(), a: Type.Optional(Type.String()) }, { minProperties: 1, additionalProperties: false })",
  ],
  [
    'annotations are left out',
    'A: { type: string, title: T, examples: [x], deprecated: true, $comment: c }',
    'Type.String()',
  ],
];

for (const [behaviour, yaml, expression] of expressions) {
  t.test(behaviour, async (t) => {
    const [first = ''] = (await schemas(yaml)).split('export const AValues');
    t.equal(first, await formatCode(`export const A = ${expression};\nexport type A = Static<typeof A>;\n`));
  });
}

t.test('a named enumeration gets a list of its values', async (t) => {
  const values = async (yaml: string) => (await schemas(yaml)).split('Static<typeof A>;\n')[1];
  t.equal(await values('A: { type: string, enum: [a, b] }'), "export const AValues = ['a', 'b'] as const;\n");
  t.equal(
    await values('A: { type: [integer, "null"], enum: [1, null] }'),
    'export const AValues = [1, null] as const;\n',
  );
  t.equal(await values('A: { type: string }'), '');
});

t.test('puts references after the schemas they name, and descriptions into comments', async (t) => {
  const contract = schemasContract(`
Track:
  type: object
  description: Something to hear, with a */ in it.
  additionalProperties: false
  required: [id, sort]
  properties:
    id: { $ref: '#/components/schemas/Id', description: This one. }
    sort: { $ref: '#/components/schemas/Sort', default: newest }
    parent: { anyOf: [{ $ref: '#/components/schemas/Id' }, { type: 'null' }] }
    links: { type: object, additionalProperties: { $ref: '#/components/schemas/Id' } }
Id: { type: string, format: uuid }
Sort: { type: string, enum: [newest, oldest] }
`);
  t.equal(
    await formatCode(emitSchemas(contract, [])),
    `// Generated from openapi/test.yaml. Do not edit: change the contract, then run \`make generate\`.
import { Type, type Static } from '@sinclair/typebox';

export const Id = Type.String({ format: 'uuid' });
export type Id = Static<typeof Id>;

export const Sort = Type.Unsafe<'newest' | 'oldest'>({ type: 'string', enum: ['newest', 'oldest'] });
export type Sort = Static<typeof Sort>;
export const SortValues = ['newest', 'oldest'] as const;

/** Something to hear, with a * / in it. */
export const Track = Type.Object(
  {
    id: Id,
    sort: Type.Unsafe<Sort>({ ...Sort, default: 'newest' }),
    parent: Type.Optional(Type.Union([Id, Type.Null()])),
    links: Type.Optional(Type.Unsafe<Record<string, Id>>({ type: 'object', additionalProperties: Id })),
  },
  { additionalProperties: false },
);
export type Track = Static<typeof Track>;
`,
  );
});

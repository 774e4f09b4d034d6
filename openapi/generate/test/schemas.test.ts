import t from 'tap';
import { emitSchemas } from '../emit-schemas.ts';
import { schemas, schemasContract } from './fixture.ts';

// Each row: the behaviour, the schema, and the whole expression that it becomes.
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
    'Type.Intersect([Type.Object({\n  a: Type.Optional(Type.String()),\n}), Type.Object({\n  b: Type.Optional(Type.String()),\n})])',
  ],
  [
    'a map checks its values and no names',
    'A: { type: object, maxProperties: 9, additionalProperties: { type: integer, minimum: 0 } }',
    "Type.Unsafe<Record<string, number>>({ type: 'object', additionalProperties: Type.Integer({ minimum: 0 }), maxProperties: 9 })",
  ],
  [
    'a map of anything',
    'A: { type: object, additionalProperties: true }',
    "Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })",
  ],
  [
    'an object that may hold nothing',
    'A: { type: object, additionalProperties: false }',
    'Type.Unsafe<Record<string, never>>(Type.Object({}, { additionalProperties: false }))',
  ],
  [
    'an object with a name that is no identifier',
    'A: { type: object, minProperties: 1, additionalProperties: false, required: [x-id], properties: { x-id: { type: string }, a: { type: string } } }',
    "Type.Object({\n  'x-id': Type.String(),\n  a: Type.Optional(Type.String()),\n}, { minProperties: 1, additionalProperties: false })",
  ],
  [
    'annotations are left to the contract',
    'A: { type: string, title: T, examples: [x], deprecated: true, $comment: c }',
    'Type.String()',
  ],
];

for (const [behaviour, yaml, expression] of expressions) {
  t.test(behaviour, async (t) => {
    const [first = ''] = schemas(yaml).split('export const AValues');
    t.equal(first, `export const A = ${expression};\nexport type A = Static<typeof A>;\n`);
  });
}

t.test('a named enumeration also lists its values, for whoever has to go through them', async (t) => {
  const values = (yaml: string): string | undefined => schemas(yaml).split('Static<typeof A>;\n')[1];
  t.equal(values('A: { type: string, enum: [a, b] }'), "export const AValues = ['a', 'b'] as const;\n");
  t.equal(
    values('A: { type: [integer, "null"], enum: [1, null] }'),
    'export const AValues = [1, null] as const;\n',
  );
  t.equal(values('A: { type: string }'), '');
});

t.test('a whole file: references come after what they name, descriptions become comments', async (t) => {
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
    emitSchemas(contract, []),
    `// Generated from openapi/test.yaml. Do not edit: change the contract, then run \`make generate\`.
import { Type, type Static } from '@sinclair/typebox';

export const Id = Type.String({ format: 'uuid' });
export type Id = Static<typeof Id>;

export const Sort = Type.Unsafe<'newest' | 'oldest'>({ type: 'string', enum: ['newest', 'oldest'] });
export type Sort = Static<typeof Sort>;
export const SortValues = ['newest', 'oldest'] as const;

/** Something to hear, with a * / in it. */
export const Track = Type.Object({
  id: Id,
  sort: Type.Unsafe<Sort>({ ...Sort, default: 'newest' }),
  parent: Type.Optional(Type.Union([Id, Type.Null()])),
  links: Type.Optional(Type.Unsafe<Record<string, Id>>({ type: 'object', additionalProperties: Id })),
}, { additionalProperties: false });
export type Track = Static<typeof Track>;
`,
  );
});

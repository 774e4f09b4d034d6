import t from 'tap';
import { rejection, schemas } from './fixture.ts';

// Each row: what is wrong, the schemas, and the whole message.
const rejected: [string, string, string][] = [
  [
    'an unknown keyword',
    'A: { type: array, items: { type: string }, contains: { const: x } }',
    '/A/contains: the keyword "contains" is not understood in a schema of type array',
  ],
  [
    'a keyword of another type',
    'A: { type: object, properties: { a: { type: string, minimum: 3 } } }',
    '/A/properties/a/minimum: the keyword "minimum" is not understood in a schema of type string',
  ],
  [
    'a misspelt keyword',
    'A: { type: string, maxLenght: 3 }',
    '/A/maxLenght: the keyword "maxLenght" is not understood in a schema of type string',
  ],
  [
    'a conditional',
    'A: { type: object, properties: { a: { type: string } }, if: {}, then: {} }',
    '/A/if: the keyword "if" is not understood in a schema of type object',
  ],
  [
    'the nullable of OpenAPI 3.0',
    'A: { type: string, nullable: true }',
    '/A/nullable: the keyword "nullable" is not understood in a schema of type string',
  ],
  [
    'a schema without keywords',
    'A: { description: anything }',
    '/A: has neither "type" nor "$ref", "const", "oneOf", "anyOf" or "allOf"',
  ],
  ['an unknown type', 'A: { type: text }', '/A/type: "text" is not a type'],
  [
    'an unknown format',
    'A: { type: string, format: phone }',
    '/A/format: the format "phone" is not understood',
  ],
  [
    'a format of another type',
    'A: { type: integer, format: uuid }',
    '/A/format: the format "uuid" is not understood',
  ],
  [
    'the format binary in a schema',
    'A: { type: string, format: binary }',
    '/A/format: binary is only allowed in a part of multipart/form-data and in a reply',
  ],
  [
    'an invalid pattern',
    "A: { type: string, pattern: '^[a-' }",
    '/A/pattern: is not a valid regular expression: Invalid regular expression: /^[a-/u: Unterminated character class',
  ],
  [
    'a pattern that only works without Unicode',
    "A: { type: string, pattern: '^\\-$' }",
    '/A/pattern: is not a valid regular expression: Invalid regular expression: /^\\-$/u: Invalid escape',
  ],
  [
    'a required name that is no property',
    'A: { type: object, required: [a, b], properties: { a: { type: string } } }',
    '/A/required/1: "b" is not a property',
  ],
  [
    'an object without a shape',
    'A: { type: object }',
    '/A: an object without "properties" needs "additionalProperties"',
  ],
  [
    'properties beside a map',
    'A: { type: object, properties: { a: { type: string } }, additionalProperties: true }',
    '/A/additionalProperties: must be false beside "properties"; leave it out to allow other properties',
  ],
  [
    'a map of unnamed objects',
    'A: { type: object, additionalProperties: { type: object, properties: { a: { type: string } } } }',
    '/A/additionalProperties: object needs a name of its own here',
  ],
  ['an array without items', 'A: { type: array }', '/A: "items" is missing'],
  [
    'an enumeration of another type',
    'A: { type: string, enum: [a, 1] }',
    '/A/enum/1: does not match its type',
  ],
  [
    'an enumerated value twice',
    'A: { type: string, enum: [a, a] }',
    '/A/enum: must list each value once, and at least one',
  ],
  [
    'an empty enumeration',
    'A: { type: string, enum: [] }',
    '/A/enum: must list each value once, and at least one',
  ],
  ['a constant of another type', 'A: { type: string, const: 1 }', '/A/const: does not match its type'],
  [
    'a constant object',
    'A: { const: { a: 1 } }',
    '/A/const: only strings, numbers, booleans and null can be literals',
  ],
  [
    'an array in a list of types',
    "A: { type: [array, 'null'], items: { type: string } }",
    '/A/type: array cannot stand in a list of types; use anyOf',
  ],
  [
    'a constraint beside a reference',
    "A: { type: string }\nB: { $ref: '#/components/schemas/A', maxLength: 3 }",
    '/B/maxLength: the keyword "maxLength" is not understood in a reference',
  ],
  [
    'a reference that does not exist',
    "A: { $ref: '#/components/schemas/B' }",
    '#: the schema "B" cannot be referred to: it is missing, or a multipart form',
  ],
  [
    'a reference into a schema',
    "A: { $ref: '#/components/schemas/B/properties/x' }\nB: { type: string }",
    '/A/$ref: "#/components/schemas/B/properties/x" is not a named schema; a shared schema needs a name of its own',
  ],
  [
    'a oneOf that several branches may match',
    'A: { oneOf: [{ type: integer }, { type: number }] }',
    '/A/oneOf: the branches do not exclude each other; use anyOf, or a discriminator with a constant in each branch',
  ],
  ['a union of one', 'A: { anyOf: [{ type: string }] }', '/A/anyOf: a union needs two branches'],
  [
    'a constraint beside a union',
    'A: { anyOf: [{ type: string }, { type: integer }], maxLength: 3 }',
    '/A/maxLength: the keyword "maxLength" is not understood in a union by anyOf',
  ],
  [
    'an intersection with a closed object',
    'A: { type: object, additionalProperties: false, properties: { a: { type: string } } }\n' +
      "B: { allOf: [{ $ref: '#/components/schemas/A' }] }",
    '/B/allOf/0: allOf cannot join an object with "additionalProperties"',
  ],
  [
    'an intersection of scalars',
    'A: { allOf: [{ type: string }] }',
    '/A/allOf/0: allOf can only join objects',
  ],
  [
    'recursion',
    "A: { type: object, properties: { b: { $ref: '#/components/schemas/B' } } }\n" +
      "B: { type: array, items: { $ref: '#/components/schemas/A' } }",
    '/A: is recursive: A -> B -> A',
  ],
  ['a name that is no type name', 'track: { type: string }', '/track: the name "track" is not in PascalCase'],
  [
    'a name of the generated code',
    'Static: { type: string }',
    '/Static: the name "Static" is used by the generated code',
  ],
  [
    'a name of a registry',
    'A: { type: string }\nAByType: { type: string }',
    '/AByType: the name "AByType" is used by the registry of "A"',
  ],
  [
    'a name of the values of an enumeration',
    'A: { type: string, enum: [a] }\nAValues: { type: string }',
    '/AValues: the name "AValues" is used by the values of "A"',
  ],
];

for (const [name, yaml, message] of rejected) {
  t.test(`rejects ${name}`, async (t) => {
    const where = message.startsWith('#') ? 'test.yaml' : 'test.yaml#/components/schemas';
    t.equal(await rejection(() => schemas(yaml)), where + message);
  });
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import t from 'tap';
import { emitSchemas } from '../emit-schemas.ts';
import { schemasContract, type Folders } from './fixture.ts';

type Generated = Record<string, TSchema> & { MessageByType: Record<string, TSchema> };

const yaml = `
Mood: { type: string, enum: [calm, loud] }
Thing:
  type: object
  additionalProperties: false
  required: [note, mood]
  properties:
    note: { type: [string, 'null'], maxLength: 3 }
    mood: { $ref: '#/components/schemas/Mood' }
    name: { type: string, pattern: '^[^\\p{Cc}]+$' }
    sort: { $ref: '#/components/schemas/Mood', default: calm }
    counts: { type: object, additionalProperties: { type: integer } }
    nothing: { type: object, additionalProperties: false }
Message:
  oneOf: [{ $ref: '#/components/schemas/Play' }, { $ref: '#/components/schemas/Pause' }]
  discriminator: { propertyName: type }
Play:
  type: object
  additionalProperties: false
  required: [type, positionMs]
  properties: { type: { type: string, const: play }, positionMs: { type: number, minimum: 0 } }
Pause: { type: object, additionalProperties: false, required: [type], properties: { type: { type: string, const: pause } } }
`;

/** Writes the schemas to a file, imports it like a service, and validates with a strict Ajv. */
async function load(t: Folders) {
  const folder = t.testdir({});
  const path = join(folder, 'schemas.gen.ts');
  await writeFile(path, emitSchemas(schemasContract(yaml), []));
  const generated = (await import(pathToFileURL(path).href)) as Generated;
  const ajv = addFormats.default(
    new Ajv({ strict: true, allErrors: true, useDefaults: true, coerceTypes: false }),
  );
  return {
    generated,
    errors: (schema: TSchema, value: unknown) => (ajv.validate(schema, value), short(ajv.errors)),
  };
}

function short(errors: ErrorObject[] | null | undefined) {
  return (errors ?? []).map(({ instancePath, message, params }) => ({ instancePath, message, params }));
}

t.test('reports a wrong enumerated value as one error with the allowed values', async (t) => {
  const { generated, errors } = await load(t);
  t.same(errors(generated.Thing!, { note: 'x', mood: 'sad' }), [
    {
      instancePath: '/mood',
      message: 'must be equal to one of the allowed values',
      params: { allowedValues: ['calm', 'loud'] },
    },
  ]);
});

t.test('reports only the errors of the member that the discriminator selects', async (t) => {
  const { generated, errors } = await load(t);
  t.same(Object.keys(generated.MessageByType), ['play', 'pause']);
  t.same(errors(generated.MessageByType.play!, { type: 'play', positionMs: -1, extra: 1 }), [
    {
      instancePath: '',
      message: 'must NOT have additional properties',
      params: { additionalProperty: 'extra' },
    },
    { instancePath: '/positionMs', message: 'must be >= 0', params: { comparison: '>=', limit: 0 } },
  ]);
  t.same(errors(generated.MessageByType.pause!, { type: 'pause' }), []);
});

t.test('checks each constraint', async (t) => {
  const { generated, errors } = await load(t);
  const value = {
    note: 'four',
    mood: 'calm',
    name: '\u0007',
    counts: { a: 1.5, 'b\n': 'x' },
    nothing: { some: 1 },
  };
  t.same(
    errors(generated.Thing!, value).map(({ instancePath, message }) => `${instancePath} ${String(message)}`),
    [
      '/note must NOT have more than 3 characters',
      '/name must match pattern "^[^\\p{Cc}]+$"',
      '/counts/a must be integer',
      '/counts/b\n must be integer',
      '/nothing must NOT have additional properties',
    ],
  );
});

t.test('keeps null, fills in defaults, and accepts every member of a union', async (t) => {
  const { generated, errors } = await load(t);
  const value = { note: null, mood: 'loud' };
  t.same(errors(generated.Thing!, value), []);
  t.same(value, { note: null, mood: 'loud', sort: 'calm' });
  t.same(errors(generated.Message!, { type: 'pause' }), []);
});

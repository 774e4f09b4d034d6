import { type TObject, Type } from '@sinclair/typebox';
import addFormats from 'ajv-formats';
import { envSchema } from 'env-schema';
import { refuseOddNumbers } from '../validation/index.ts';

/** A variable and what is expected of it. */
export type Expectation = readonly [name: string, expectation: string];

/** Ajv's, as far as we read it: env-schema's may be another copy than ours. */
interface AjvFault {
  keyword: string;
  instancePath: string;
  message?: string;
  params: Record<string, unknown>;
}

function nameOf(fault: AjvFault): string {
  const missing = fault.params['missingProperty'];
  return typeof missing === 'string' ? missing : (fault.instancePath.split('/')[1] ?? '');
}

function expectationOf(fault: AjvFault): string {
  if (fault.keyword === 'required') return 'must be set';
  const allowed = fault.params['allowedValues'];
  if (Array.isArray(allowed)) return `must be one of ${allowed.join(', ')}`;
  return fault.message ?? 'is not valid';
}

function validate(
  schema: TObject,
  given: Record<string, string>,
): { values: Record<string, unknown>; faults: AjvFault[] } {
  const data = { ...given };
  refuseOddNumbers(schema, data);
  try {
    const values = envSchema<Record<string, unknown>>({
      schema: structuredClone(schema),
      data,
      env: false,
      ajv: {
        customOptions: (ajv) => {
          addFormats.default(ajv);
          return ajv;
        },
      },
    });
    return { values, faults: [] };
  } catch (error) {
    const faults = (error as { errors?: AjvFault[] }).errors;
    if (faults === undefined) throw error;
    return { values: {}, faults };
  }
}

/** The values that fit their schemas, coerced and with defaults, and what is expected of the others. */
export function parse(
  schema: TObject,
  data: Record<string, string>,
): { values: Record<string, unknown>; faults: Expectation[] } {
  const { values, faults } = validate(schema, data);
  if (faults.length === 0) return { values, faults: [] };
  const faulty = new Set(faults.map(nameOf));
  const others = Object.entries(schema.properties).filter(([name]) => !faulty.has(name));
  return {
    values: validate(Type.Object(Object.fromEntries(others)), data).values,
    faults: faults.map((fault) => [nameOf(fault), expectationOf(fault)]),
  };
}

import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { commonErrors, type FieldPlace, type ProblemError } from '../problem/index.ts';
import { fieldErrors } from './field-errors.ts';

const OPTIONS: Options = {
  allErrors: true,
  verbose: true,
  useDefaults: true,
  removeAdditional: false,
  allowUnionTypes: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
};

// What the contract says for people and tools; none of it constrains a value.
const ANNOTATIONS = ['example', 'discriminator', 'xml', 'externalDocs'];

function createAjv(options: Options): Ajv {
  const ajv = new Ajv({ ...OPTIONS, ...options });
  for (const keyword of ANNOTATIONS) ajv.addKeyword(keyword);
  addFormats.default(ajv);
  return ajv;
}

/** For what has types of its own: JSON bodies. Coercion would turn the `null` of a string-or-null into `""`. */
export const exactAjv = createAjv({ coerceTypes: false });

/** For what arrives as text: query, path, headers, text parts of a form. */
export const textAjv = createAjv({ coerceTypes: 'array' });

/** For answers: no defaults, which would hide a missing member. */
export const responseAjv = createAjv({ coerceTypes: false, useDefaults: false, allErrors: false });

/** A validator of one schema, for data that arrives as text (`text`) or as JSON (`exact`). */
export function compile(schema: object, kind: 'exact' | 'text'): ValidateFunction {
  return (kind === 'exact' ? exactAjv : textAjv).compile(schema);
}

/** 400 VALIDATION_FAILED of what Ajv found. */
export function validationFailed(errors: readonly ErrorObject[], place: FieldPlace): ProblemError {
  return commonErrors.VALIDATION_FAILED({ errors: fieldErrors(errors, place) });
}

import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { refuseOddNumbers } from './odd-numbers.ts';

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

const validators = {
  /** For what has types of its own: JSON bodies. Coercion would turn the `null` of a string-or-null into `""`. */
  exact: createAjv({ coerceTypes: false }),
  /** For what arrives as text: query, path, headers, text parts of a form. */
  text: createAjv({ coerceTypes: 'array' }),
  /** For answers: no defaults, which would hide a missing member. */
  answer: createAjv({ coerceTypes: false, useDefaults: false, allErrors: false }),
};

/** Tells whether data fits a schema; if not, `errors` says why, until the next call. */
export interface Validator {
  (data: unknown): boolean;
  errors: ErrorObject[] | null;
}

/**
 * A validator of one schema, for data that arrives as JSON (`exact`) or as text (`text`), or that leaves (`answer`).
 * It is compiled when it is first used: to compile them all would make a service's start a tenth longer.
 */
export function compile(schema: object, kind: keyof typeof validators): Validator {
  let compiled: ValidateFunction | undefined;
  const validate = (data: unknown): boolean => {
    compiled ??= validators[kind].compile(schema);
    if (kind === 'text') refuseOddNumbers(schema, data);
    const valid = compiled(data);
    validate.errors = compiled.errors ?? null;
    return valid;
  };
  validate.errors = null as ErrorObject[] | null;
  return validate;
}

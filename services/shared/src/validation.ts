import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { ruleInWords } from './broken-rule.ts';
import type { FieldError, FieldPlace } from './errors.ts';

// JavaScript, and so Ajv's coercion, reads "Infinity", "0x64" and "1e400" as numbers too, and "1e400" passes every bound.
const DECIMALS: Readonly<Record<string, RegExp>> = {
  integer: /^-?\d{1,15}$/,
  number: /^-?\d{1,15}(\.\d{1,15})?$/,
};

/**
 * Replaces each text that should become a number and is not a plain decimal by `NaN`, which Ajv refuses.
 * @param schema of an object; other schemas change nothing
 */
export function createNonDecimalCheck(schema: object): (data: unknown) => void {
  const properties = 'properties' in schema ? (schema.properties as Record<string, { type?: string }>) : {};
  const decimals = Object.entries(properties).flatMap(([name, { type }]) => {
    const pattern = DECIMALS[type ?? ''];
    return pattern === undefined ? [] : [{ name, pattern }];
  });
  return (data) => {
    if (typeof data !== 'object' || data === null) return;
    const values = data as Record<string, unknown>;
    for (const { name, pattern } of decimals) {
      const value = values[name];
      if (typeof value === 'string' && !pattern.test(value)) values[name] = 'NaN';
    }
  };
}

const OPTIONS: Options = {
  // The schemas come from the generator and from TypeBox. To check them, Ajv would compile the meta-schema of JSON Schema at
  // each start, once for each kind of validator.
  meta: false,
  validateSchema: false,
  allErrors: true,
  verbose: true,
  useDefaults: true,
  removeAdditional: false,
  allowUnionTypes: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
};

// Keywords of the contract for people and tools, which constrain no value.
const ANNOTATIONS = ['example', 'discriminator', 'xml', 'externalDocs'];

function createAjv(options: Options): Ajv {
  const ajv = new Ajv({ ...OPTIONS, ...options });
  for (const keyword of ANNOTATIONS) ajv.addKeyword(keyword);
  addFormats.default(ajv);
  return ajv;
}

const validators = {
  /** For JSON bodies, which have types. Coercion would turn the `null` of a string-or-null into `""`. */
  exact: createAjv({ coerceTypes: false }),
  /** For values that arrive as text: query, path, headers, text parts of a form. */
  text: createAjv({ coerceTypes: 'array' }),
  /** For answers. Without defaults, which would hide a missing member. */
  answer: createAjv({ coerceTypes: false, useDefaults: false, allErrors: false }),
  /** For what another release may have written. Properties that the schema does not have are removed from the data. */
  tolerant: createAjv({ coerceTypes: false, removeAdditional: true }),
};

/** Whether data matches a schema. If not, `errors` has the reasons, until the next call. */
export interface Validator {
  (data: unknown): boolean;
  errors: ErrorObject[] | null;
}

/**
 * A validator of one schema, for data that arrives as JSON (`exact`), as text (`text`) or from another release
 * (`tolerant`), or for answers (`answer`). It is compiled at its first use: to compile all at once would make a service's
 * start 10 % longer.
 */
export function compile(schema: object, kind: keyof typeof validators): Validator {
  let compiled: ValidateFunction | undefined;
  const rejectNonDecimals = kind === 'text' ? createNonDecimalCheck(schema) : null;
  const validate = (data: unknown): boolean => {
    compiled ??= validators[kind].compile(schema);
    rejectNonDecimals?.(data);
    const valid = compiled(data);
    validate.errors = compiled.errors ?? null;
    return valid;
  };
  validate.errors = null as ErrorObject[] | null;
  return validate;
}

/** Most refused fields that an answer names. */
export const MOST_ERRORS = 20;

function fieldOf(error: ErrorObject): string {
  const params: Record<string, unknown> = error.params;
  const missing = params['missingProperty'] ?? params['additionalProperty'];
  const path = error.instancePath.split('/').slice(1);
  if (typeof missing === 'string') path.push(missing);
  return path.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
}

/** Of several errors for one field, the one with the lowest rank is shown: it says best what is allowed. */
function rankOf(error: ErrorObject): number {
  if (error.keyword === 'minLength' && error.data === '') return 0;
  if (error.keyword === 'pattern') return typeof error.parentSchema?.['description'] === 'string' ? 1 : 4;
  return error.keyword === 'format' ? 2 : 3;
}

/**
 * Ajv's errors for people: one per field, of at most 20 fields. Never repeats a value. Linear in the number of errors,
 * because the sender of a long list decides that number.
 */
export function fieldErrors(errors: readonly ErrorObject[], place: FieldPlace): FieldError[] {
  const best = new Map<string, ErrorObject>();
  for (const error of errors) {
    const field = fieldOf(error);
    const known = best.get(field);
    if (known === undefined || rankOf(error) < rankOf(known)) best.set(field, error);
  }
  return [...best]
    .slice(0, MOST_ERRORS)
    .map(([field, error]) => ({ in: place, field, message: ruleInWords(error) }));
}

import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { FieldError, FieldPlace } from './errors.ts';

// To JavaScript, and so to Ajv's coercion, "Infinity", "0x64" and "1e400" are numbers too, and no bound holds them.
const DECIMALS: Readonly<Record<string, RegExp>> = {
  integer: /^-?\d{1,15}$/,
  number: /^-?\d{1,15}(\.\d{1,15})?$/,
};

/**
 * Replaces each text that is to become a number and is no plain decimal by one that Ajv takes for none.
 * @param schema of an object; what else it is, is left alone
 */
export function rejectNonDecimals(schema: object, data: unknown): void {
  if (typeof data !== 'object' || data === null || !('properties' in schema)) return;
  const values = data as Record<string, unknown>;
  for (const [name, { type }] of Object.entries(schema.properties as Record<string, { type?: string }>)) {
    const decimal = DECIMALS[type ?? ''];
    const value = values[name];
    if (decimal !== undefined && typeof value === 'string' && !decimal.test(value)) values[name] = 'NaN';
  }
}

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
    if (kind === 'text') rejectNonDecimals(schema, data);
    const valid = compiled(data);
    validate.errors = compiled.errors ?? null;
    return valid;
  };
  validate.errors = null as ErrorObject[] | null;
  return validate;
}

const MOST_ERRORS = 20;

function constantsOf(schemas: unknown): string[] | undefined {
  if (!Array.isArray(schemas)) return undefined;
  const members: unknown[] = schemas;
  const constants = members.map((member) =>
    typeof member === 'object' && member !== null && 'const' in member ? String(member.const) : undefined,
  );
  return constants.every((constant) => constant !== undefined) ? constants : undefined;
}

function fieldOf(error: ErrorObject): string {
  const params: Record<string, unknown> = error.params;
  const missing = params['missingProperty'] ?? params['additionalProperty'];
  const path = error.instancePath.split('/').slice(1);
  if (typeof missing === 'string') path.push(missing);
  return path.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
}

function messageOf(error: ErrorObject): string {
  if (error.keyword === 'required') return 'is required';
  if (error.keyword === 'additionalProperties') return 'is not known here';
  const constants = error.keyword === 'anyOf' ? constantsOf(error.schema) : undefined;
  if (constants !== undefined) return `must be one of ${constants.join(', ')}`;
  const { allowedValues, allowedValue } = error.params as {
    allowedValues?: unknown[];
    allowedValue?: unknown;
  };
  if (allowedValues !== undefined) return `must be one of ${allowedValues.join(', ')}`;
  if (allowedValue !== undefined) return `must be ${JSON.stringify(allowedValue)}`;
  return ruleInWords(error) ?? error.message ?? 'is not valid';
}

/** A pattern is for machines: where the contract says in words what it allows, those are told. */
function ruleInWords({ keyword, parentSchema }: ErrorObject): string | undefined {
  const description: unknown = keyword === 'pattern' ? parentSchema?.description : undefined;
  return typeof description === 'string' ? `must match: ${description}` : undefined;
}

/** How well the breach of a rule of text tells what is allowed: the less, the better. */
function rankOfTextRule(error: ErrorObject): number | undefined {
  // Of an empty text there is only one thing to say.
  if (error.keyword === 'minLength' && error.data === '') return -1;
  if (error.keyword === 'pattern') return ruleInWords(error) === undefined ? 3 : 0;
  if (error.keyword === 'format') return 1;
  return error.keyword === 'minLength' || error.keyword === 'maxLength' ? 2 : undefined;
}

// One wrong text may break several rules that say the same, each in its way: a uuid has a pattern and a format.
function bestRanks(errors: readonly ErrorObject[]): Map<string, number> {
  const best = new Map<string, number>();
  for (const error of errors) {
    const rank = rankOfTextRule(error);
    if (rank !== undefined)
      best.set(error.instancePath, Math.min(rank, best.get(error.instancePath) ?? rank));
  }
  return best;
}

// An enum is a union of literals, for which Ajv tells one error per literal beside the one that counts.
function enumsOf(errors: readonly ErrorObject[]): Map<string, ErrorObject[]> {
  const unions = errors.filter(
    ({ keyword, schema }) => keyword === 'anyOf' && constantsOf(schema) !== undefined,
  );
  return Map.groupBy(unions, ({ instancePath }) => instancePath);
}

/**
 * What Ajv found, for people: one entry per field and fault, at most 20. Never repeats a value. Takes time in proportion
 * to the number of errors, which the sender of a long list decides.
 */
export function fieldErrors(errors: readonly ErrorObject[], place: FieldPlace): FieldError[] {
  const [ranks, enums] = [bestRanks(errors), enumsOf(errors)];
  const isOfEnum = (error: ErrorObject) =>
    enums.get(error.instancePath)?.some((union) => error.schemaPath.startsWith(`${union.schemaPath}/`)) ??
    false;
  const isToldBetter = (error: ErrorObject) => {
    const rank = rankOfTextRule(error);
    return rank !== undefined && rank > (ranks.get(error.instancePath) ?? rank);
  };
  return errors
    .filter((error) => !isOfEnum(error) && !isToldBetter(error))
    .slice(0, MOST_ERRORS)
    .map((error) => ({ in: place, field: fieldOf(error), message: messageOf(error) }));
}

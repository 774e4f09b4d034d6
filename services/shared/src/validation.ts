import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
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
};

/** Whether data matches a schema. If not, `errors` has the reasons, until the next call. */
export interface Validator {
  (data: unknown): boolean;
  errors: ErrorObject[] | null;
}

/**
 * A validator of one schema, for data that arrives as JSON (`exact`) or as text (`text`), or for answers (`answer`). It is
 * compiled at its first use: to compile all at once would make a service's start 10 % longer.
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

/** A pattern is hard to read, so the message quotes the contract's description of it, where there is one. */
function ruleInWords({ keyword, parentSchema }: ErrorObject): string | undefined {
  const description: unknown = keyword === 'pattern' ? parentSchema?.description : undefined;
  return typeof description === 'string' ? `must match: ${description}` : undefined;
}

/** The rank of an error of a text rule: the error with the lowest rank says best what is allowed. */
function rankOfTextRule(error: ErrorObject): number | undefined {
  // For an empty text no other error says more.
  if (error.keyword === 'minLength' && error.data === '') return -1;
  if (error.keyword === 'pattern') return ruleInWords(error) === undefined ? 3 : 0;
  if (error.keyword === 'format') return 1;
  return error.keyword === 'minLength' || error.keyword === 'maxLength' ? 2 : undefined;
}

// One wrong text may break several rules with the same meaning: a UUID has a pattern and a format.
function bestRanks(errors: readonly ErrorObject[]): Map<string, number> {
  const best = new Map<string, number>();
  for (const error of errors) {
    const rank = rankOfTextRule(error);
    if (rank !== undefined)
      best.set(error.instancePath, Math.min(rank, best.get(error.instancePath) ?? rank));
  }
  return best;
}

// An enum is a union of literals, for which Ajv reports one error per literal beside the useful one.
function enumsOf(errors: readonly ErrorObject[]): Map<string, ErrorObject[]> {
  const unions = errors.filter(
    ({ keyword, schema }) => keyword === 'anyOf' && constantsOf(schema) !== undefined,
  );
  return Map.groupBy(unions, ({ instancePath }) => instancePath);
}

/**
 * Ajv's errors for people: one entry per field and rule, at most 20. Never repeats a value. Linear in the number of errors,
 * because the sender of a long list decides that number.
 */
export function fieldErrors(errors: readonly ErrorObject[], place: FieldPlace): FieldError[] {
  const [ranks, enums] = [bestRanks(errors), enumsOf(errors)];
  const isOfEnum = (error: ErrorObject) =>
    enums.get(error.instancePath)?.some((union) => error.schemaPath.startsWith(`${union.schemaPath}/`)) ??
    false;
  const isExplainedBetter = (error: ErrorObject) => {
    const rank = rankOfTextRule(error);
    return rank !== undefined && rank > (ranks.get(error.instancePath) ?? rank);
  };
  return errors
    .filter((error) => !isOfEnum(error) && !isExplainedBetter(error))
    .slice(0, MOST_ERRORS)
    .map((error) => ({ in: place, field: fieldOf(error), message: messageOf(error) }));
}

import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { commonErrors, type FieldError, type FieldPlace, type ProblemError } from '../problem/index.ts';

const MOST_ERRORS = 20;

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

// An enum is a union of literals, for which Ajv tells one error per literal beside the one that counts.
function isPartOfUnion(error: ErrorObject, all: readonly ErrorObject[]): boolean {
  return all.some(
    (other) =>
      other.keyword === 'anyOf' &&
      other !== error &&
      other.instancePath === error.instancePath &&
      error.schemaPath.startsWith(`${other.schemaPath}/`) &&
      constantsOf(other.schema) !== undefined,
  );
}

/** How well the breach of a rule of text tells what is allowed: the less, the better. */
function rankOfTextRule(error: ErrorObject): number | undefined {
  if (error.keyword === 'pattern') return ruleInWords(error) === undefined ? 3 : 0;
  if (error.keyword === 'format') return 1;
  return error.keyword === 'minLength' || error.keyword === 'maxLength' ? 2 : undefined;
}

// One wrong text breaks several rules at once, those that say the same in other words among them: a uuid has a pattern
// and a format.
function isToldBetter(error: ErrorObject, all: readonly ErrorObject[]): boolean {
  const rank = rankOfTextRule(error);
  if (rank === undefined) return false;
  const rivals = all.filter(({ instancePath }) => instancePath === error.instancePath);
  return rivals.some((rival) => (rankOfTextRule(rival) ?? rank) < rank);
}

/** What Ajv found, for people: one entry per field and fault, at most 20. Never repeats a value. */
export function fieldErrors(errors: readonly ErrorObject[], place: FieldPlace): FieldError[] {
  return errors
    .filter((error) => !isPartOfUnion(error, errors) && !isToldBetter(error, errors))
    .slice(0, MOST_ERRORS)
    .map((error) => ({ in: place, field: fieldOf(error), message: messageOf(error) }));
}

/** 400 VALIDATION_FAILED of what Ajv found. */
export function validationFailed(errors: readonly ErrorObject[], place: FieldPlace): ProblemError {
  return commonErrors.VALIDATION_FAILED({ errors: fieldErrors(errors, place) });
}

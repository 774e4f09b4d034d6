import type { ErrorObject } from 'ajv';
import type { FieldError, FieldPlace } from '../problem/index.ts';

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

import type { ErrorObject } from 'ajv';

const count = (value: unknown, noun: string): string => `${String(value)} ${noun}${value === 1 ? '' : 's'}`;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'a date and time such as 2026-11-23T11:16:00Z',
  email: 'an e-mail address',
  uri: 'a URL',
  uuid: 'a UUID',
};

function typesInWords(type: unknown): string {
  const names = String(type).split(',');
  return `must be ${names.map((name) => TYPES[name] ?? name).join(' or ')}`;
}

type Rule = (params: Record<string, unknown>) => string;

/** Ajv's keywords in plain words. `limit` is the number of the rule. */
const BY_KEYWORD: Readonly<Record<string, Rule>> = {
  required: () => 'is required',
  additionalProperties: () => 'is not known here',
  type: ({ type }) => typesInWords(type),
  format: ({ format }) => `must be ${FORMATS[String(format)] ?? `in the format ${String(format)}`}`,
  minLength: ({ limit }) =>
    limit === 1 ? 'must not be empty' : `must be at least ${count(limit, 'character')}`,
  maxLength: ({ limit }) => `must be at most ${count(limit, 'character')}`,
  minItems: ({ limit }) => `must have at least ${count(limit, 'item')}`,
  maxItems: ({ limit }) => `must have at most ${count(limit, 'item')}`,
  minProperties: ({ limit }) => `must name at least ${count(limit, 'field')}`,
  maxProperties: ({ limit }) => `must name at most ${count(limit, 'field')}`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
};

/** A rule that a value breaks, in plain words. Never repeats the value. */
export function ruleInWords({ keyword, params, message, parentSchema }: ErrorObject): string {
  const { allowedValues, allowedValue } = params as Record<string, unknown>;
  if (Array.isArray(allowedValues)) return `must be one of ${allowedValues.join(', ')}`;
  if (allowedValue !== undefined) return `must be ${JSON.stringify(allowedValue)}`;
  const description: unknown = keyword === 'pattern' ? parentSchema?.['description'] : undefined;
  // A pattern is hard to read, so the contract's description of it is quoted, where there is one.
  if (typeof description === 'string') return `must match: ${description}`;
  return BY_KEYWORD[keyword]?.(params as Record<string, unknown>) ?? message ?? 'is not valid';
}

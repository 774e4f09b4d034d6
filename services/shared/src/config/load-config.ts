import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox';
import type { ErrorObject } from 'ajv';
import { compile } from '../validation.ts';
import { refusalOf } from './checks.ts';

/** One invalid variable. */
interface ConfigFault {
  name: string;
  /** What is expected, e.g. `must be >= 1`. */
  expectation: string;
  /** What the variable is for. */
  description: string;
  example: string;
}

/** All faults of the environment at once. The message lists them, and contains no variable's value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly ConfigFault[];

  constructor(service: string, faults: readonly ConfigFault[]) {
    const lines = faults.map(
      ({ name, expectation, description, example }) =>
        `  ${name}: ${expectation} (${description}; example: ${example})`,
    );
    super(`${service} cannot start, its environment has ${faults.length} fault(s):\n${lines.join('\n')}`);
    this.faults = faults;
  }
}

/** The valid part of an environment. */
export interface Reading<Values> {
  /** The variables that are valid, with their defaults. */
  values: Partial<Values>;
  /** The names of all variables that are set, valid or not. */
  given: ReadonlySet<string>;
}

/** A rule about several variables: returns the unmet expectations by variable name, and no value. */
export type Rule<Values> = (reading: Reading<Values>) => Partial<Record<keyof Values & string, string>>;

/**
 * Variables that only work together: all of them must be set, or none. With some of them missing, their feature would be
 * off without an error.
 * @param neededFor variables with the values that need them all, e.g. `['STORAGE', 'imagekit']`
 */
export function allOrNone<Name extends string>(
  names: readonly Name[],
  ...neededFor: readonly (readonly [variable: string, value: string])[]
): Rule<Partial<Record<Name, unknown>>> {
  return ({ values, given }) => {
    const missing = names.filter((name) => !given.has(name));
    const set = names.filter((name) => given.has(name));
    const need = neededFor.find(([variable, value]) => Reflect.get(values, variable) === value);
    if (set.length === 0 && need === undefined) return {};
    const reason = need === undefined ? `together with ${set.join(', ')}` : `for ${need.join('=')}`;
    return Object.fromEntries(missing.map((name) => [name, `must be set ${reason}`])) as Record<Name, string>;
  };
}

type Expectation = readonly [name: string, expectation: string];

function nameOf(fault: ErrorObject): string {
  const missing: unknown = fault.params['missingProperty'];
  return typeof missing === 'string' ? missing : (fault.instancePath.split('/')[1] ?? '');
}

function expectationOf(fault: ErrorObject): string {
  if (fault.keyword === 'required') return 'must be set';
  const allowed: unknown = fault.params['allowedValues'];
  if (Array.isArray(allowed)) return `must be one of ${allowed.join(', ')}`;
  return fault.message ?? 'is not valid';
}

type Read = { values: Record<string, unknown>; faults: readonly ErrorObject[] };

function validate(schema: TObject, given: Record<string, string>): Read {
  const known = Object.entries(given).filter(([name]) => Object.hasOwn(schema.properties, name));
  const values = Object.fromEntries(known);
  const isValid = compile(schema, 'text');
  return isValid(values) ? { values, faults: [] } : { values: {}, faults: isValid.errors ?? [] };
}

/** The values that match their schemas, coerced and with defaults, and why the others do not. */
function validateEach(schema: TObject, data: Record<string, string>): Read {
  const { values, faults } = validate(schema, data);
  if (faults.length === 0) return { values, faults };
  const properties = omit(schema.properties, new Set(faults.map(nameOf)));
  return { values: validate(Type.Object(properties), data).values, faults };
}

function omit<Value>(values: Readonly<Record<string, Value>>, names: ReadonlySet<string>) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
}

/** The environment of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

// An empty variable counts as not set: `${NAME:-}` in a compose file produces one.
function withoutEmpty(env: Environment): Record<string, string> {
  const set = Object.entries(env).filter((pair): pair is [string, string] => (pair[1] ?? '') !== '');
  return Object.fromEntries(set);
}

function describeFault(schema: TObject, [name, expectation]: Expectation): ConfigFault {
  const options = schema.properties[name] as { description?: string; examples?: readonly unknown[] };
  const { description = 'no description', examples: [example = 'none'] = [] } = options;
  return { name, expectation, description, example: String(example) };
}

function refusalsOf(schema: TObject, values: Record<string, unknown>): Expectation[] {
  const production = values['NODE_ENV'] === 'production';
  return Object.entries<TSchema>(schema.properties).flatMap(([name, property]) => {
    const refusal = refusalOf(property, values[name], production);
    return refusal === undefined ? [] : [[name, refusal] as const];
  });
}

/**
 * Reads a service's environment once, by its schema: with coercion and defaults, without unknown variables.
 *
 * @param options.env usually `process.env`
 * @param options.service named in the message
 * @param options.rules rules about several variables
 * @throws ConfigError with every fault at once; it never repeats a value
 */
export function loadConfig<Schema extends TObject>(
  schema: Schema,
  {
    env,
    service,
    rules = [],
  }: { env: Environment; service: string; rules?: readonly Rule<Static<Schema>>[] },
): Static<Schema> {
  const data = withoutEmpty(env);
  const { values, faults } = validateEach(schema, data);
  const refused = refusalsOf(schema, values);
  const valid = omit(values, new Set(refused.map(([name]) => name))) as Partial<Static<Schema>>;
  const reading = { values: valid, given: new Set(Object.keys(data)) };
  const broken = rules.flatMap((rule) => Object.entries(rule(reading) as Record<string, string>));
  const unmet: Expectation[] = faults.map((fault) => [nameOf(fault), expectationOf(fault)]);
  const all = [...unmet, ...refused, ...broken].map((fault) => describeFault(schema, fault));
  if (all.length > 0) throw new ConfigError(service, all);
  return values;
}

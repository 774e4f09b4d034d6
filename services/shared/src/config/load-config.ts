import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox';
import addFormats from 'ajv-formats';
import { envSchema } from 'env-schema';
import { rejectNonDecimals } from '../validation.ts';
import { refusalOf } from './checks.ts';
import { ConfigError, type ConfigFault } from './config-error.ts';

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
 * @param neededFor a variable and its value that needs them all, e.g. `['STORAGE', 'imagekit']`
 */
export function allOrNone<Name extends string>(
  names: readonly Name[],
  neededFor?: readonly [variable: string, value: string],
): Rule<Partial<Record<Name, unknown>>> {
  return ({ values, given }) => {
    const missing = names.filter((name) => !given.has(name));
    const set = names.filter((name) => given.has(name));
    const isNeeded = neededFor !== undefined && Reflect.get(values, neededFor[0]) === neededFor[1];
    if (set.length === 0 && !isNeeded) return {};
    const reason = isNeeded ? `for ${neededFor.join('=')}` : `together with ${set.join(', ')}`;
    return Object.fromEntries(missing.map((name) => [name, `must be set ${reason}`])) as Record<Name, string>;
  };
}

/** A variable and its unmet expectation. */
export type Expectation = readonly [name: string, expectation: string];

/** The members of Ajv's errors that are read here: env-schema may have another copy of Ajv. */
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
  rejectNonDecimals(schema, data);
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

/** The values that match their schemas, coerced and with defaults, and the expectations that the others do not meet. */
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

/** The environment of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

// An empty variable counts as not set: `${NAME:-}` in a compose file produces one.
function withoutEmpty(env: Environment): Record<string, string> {
  const set = Object.entries(env).filter((pair): pair is [string, string] => (pair[1] ?? '') !== '');
  return Object.fromEntries(set);
}

function exampleOf(property: TSchema | undefined): string {
  const example: unknown = (property?.examples as unknown[] | undefined)?.[0];
  return typeof example === 'string' || typeof example === 'number' ? String(example) : 'none';
}

function describeFault(schema: TObject, [name, expectation]: Expectation): ConfigFault {
  const property: TSchema | undefined = schema.properties[name];
  return {
    name,
    expectation,
    description: property?.description ?? 'no description',
    example: exampleOf(property),
  };
}

function refusalsOf(schema: TObject, values: Record<string, unknown>): Expectation[] {
  const production = values['NODE_ENV'] === 'production';
  return Object.entries<TSchema>(schema.properties).flatMap(([name, property]) => {
    const refusal = refusalOf(property, values[name], production);
    return refusal === undefined ? [] : [[name, refusal] as const];
  });
}

function without(values: Record<string, unknown>, refused: readonly Expectation[]): Record<string, unknown> {
  const names = new Set(refused.map(([name]) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
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
  options: { env: Environment; service: string; rules?: readonly Rule<Static<Schema>>[] },
): Static<Schema> {
  const data = withoutEmpty(options.env);
  const { values, faults } = parse(schema, data);
  const refused = refusalsOf(schema, values);
  const valid = without(values, refused) as Partial<Static<Schema>>;
  const reading = { values: valid, given: new Set(Object.keys(data)) };
  const broken = (options.rules ?? []).flatMap((rule) =>
    Object.entries(rule(reading) as Record<string, string>),
  );
  const all = [...faults, ...refused, ...broken].map((fault) => describeFault(schema, fault));
  if (all.length > 0) throw new ConfigError(options.service, all);
  return values;
}

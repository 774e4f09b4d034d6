import type { Static, TObject, TSchema } from '@sinclair/typebox';
import { refusalOf } from './checked.ts';
import { ConfigError, type ConfigFault } from './config-error.ts';
import { type Expectation, parse } from './parse.ts';
import type { Rule } from './rules.ts';

/** The environment as the operating system gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

// An empty variable is what `${NAME:-}` of a compose file leaves behind: not set.
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
 * Reads a service's environment once, by its schema: coerced, defaults filled in, unknown variables left out.
 *
 * @param options.env usually `process.env`
 * @param options.service named in the message
 * @param options.rules what several variables have to do with each other
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

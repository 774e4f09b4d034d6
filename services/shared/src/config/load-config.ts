import type { Static, TObject, TSchema } from '@sinclair/typebox';
import addFormats from 'ajv-formats';
import { envSchema } from 'env-schema';
import { ConfigError, type ConfigFault } from './config-error.ts';
import { weaknessOfSecret, weaknessOfUri } from './secrets.ts';

/** The environment as the operating system gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

interface AjvFault {
  keyword: string;
  instancePath: string;
  message?: string;
  params: Record<string, unknown>;
}

/** Ajv as env-schema hands it over, which may be another copy than ours. */
interface EnvAjv {
  addKeyword(name: string): unknown;
}

// An empty variable is what `${NAME:-}` of a compose file leaves behind: not set.
function withoutEmpty(env: Environment): Record<string, string> {
  const set = Object.entries(env).filter((pair): pair is [string, string] => (pair[1] ?? '') !== '');
  return Object.fromEntries(set);
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

function exampleOf(property: TSchema | undefined): string {
  const example: unknown = (property?.examples as unknown[] | undefined)?.[0];
  return typeof example === 'string' || typeof example === 'number' ? String(example) : 'none';
}

function describeFault(schema: TObject, name: string, expectation: string): ConfigFault {
  const property: TSchema | undefined = schema.properties[name];
  return {
    name,
    expectation,
    description: property?.description ?? 'no description',
    example: exampleOf(property),
  };
}

function parse(schema: TObject, env: Environment): { value: Record<string, unknown>; faults: AjvFault[] } {
  const data = withoutEmpty(env);
  try {
    const value = envSchema<Record<string, unknown>>({
      schema: structuredClone(schema),
      data,
      env: false,
      ajv: {
        customOptions: (ajv) => {
          const own: EnvAjv = ajv;
          for (const keyword of ['secret', 'credentials']) own.addKeyword(keyword);
          addFormats.default(ajv);
          return ajv;
        },
      },
    });
    return { value, faults: [] };
  } catch (error) {
    const faults = (error as { errors?: AjvFault[] }).errors;
    if (faults === undefined) throw error;
    return { value: data, faults };
  }
}

function weaknesses(schema: TObject, value: Record<string, unknown>): ConfigFault[] {
  if (value['NODE_ENV'] !== 'production') return [];
  return Object.entries<TSchema>(schema.properties).flatMap(([name, property]) => {
    const given = value[name];
    if (typeof given !== 'string') return [];
    const weakness =
      (property['secret'] === true ? weaknessOfSecret(given) : undefined) ??
      (property['credentials'] === true ? weaknessOfUri(given) : undefined);
    return weakness === undefined ? [] : [describeFault(schema, name, weakness)];
  });
}

/**
 * Reads a service's environment once, by its schema: coerced, defaults filled in, unknown variables left out.
 *
 * @param options.env usually `process.env`
 * @param options.service named in the message
 * @throws ConfigError with every fault at once; it never repeats a value
 */
export function loadConfig<Schema extends TObject>(
  schema: Schema,
  options: { env: Environment; service: string },
): Static<Schema> {
  const { value, faults } = parse(schema, options.env);
  const all = [
    ...faults.map((fault) => describeFault(schema, nameOf(fault), expectationOf(fault))),
    ...weaknesses(schema, value),
  ];
  if (all.length > 0) throw new ConfigError(options.service, all);
  return value;
}

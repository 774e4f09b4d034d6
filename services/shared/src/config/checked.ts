import { type StringOptions, type TSchema, type TString, Type } from '@sinclair/typebox';

/**
 * Why a value is refused that its schema takes, e.g. `must be one mailbox`, or nothing. Never repeats the value.
 * @param production whether NODE_ENV says so
 */
export type Refusal = (value: string, production: boolean) => string | undefined;

// A symbol, because the schema's own keywords go to Ajv, which knows nothing of this one.
const REFUSAL = Symbol('refusal');

/** A text that is looked at by more than a schema's keywords. */
export function checked(refusal: Refusal, options: StringOptions): TString {
  return Object.assign(Type.String(options), { [REFUSAL]: refusal });
}

/** Why this variable's value is refused, or nothing. */
export function refusalOf(property: TSchema, value: unknown, production: boolean): string | undefined {
  const { [REFUSAL]: refusal } = property as { [REFUSAL]?: Refusal };
  return typeof value === 'string' ? refusal?.(value, production) : undefined;
}

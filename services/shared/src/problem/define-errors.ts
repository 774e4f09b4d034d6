import { ProblemError, type ProblemDefinition, type ProblemOptions } from './problem.ts';

/** Makes the error of one code, to be thrown. */
export type ProblemFactory = (options?: ProblemOptions) => ProblemError;

/** A service's errors by code: `throw errors.INVALID_CREDENTIALS()`. */
export type ErrorCatalogue<Code extends string> = Readonly<Record<Code, ProblemFactory>>;

const CODE = /^[A-Z][A-Z0-9_]*$/;

/**
 * Makes a catalogue of problems: one function per code, each giving a `ProblemError` to throw.
 *
 * @throws Error at start for a code that is not upper snake case or a status outside 400-599.
 */
export function defineErrors<Code extends string>(
  definitions: Readonly<Record<Code, ProblemDefinition>>,
): ErrorCatalogue<Code> {
  const factories: [string, ProblemFactory][] = [];
  for (const [code, definition] of Object.entries<ProblemDefinition>(definitions)) {
    if (!CODE.test(code)) throw new Error(`The code ${code} is not in upper snake case`);
    if (definition.status < 400 || definition.status > 599) {
      throw new Error(`${code} has the status ${definition.status}; a problem has one from 400 to 599`);
    }
    factories.push([code, (options) => new ProblemError(code, definition, options)]);
  }
  return Object.freeze(Object.fromEntries(factories)) as ErrorCatalogue<Code>;
}

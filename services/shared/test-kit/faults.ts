import { ConfigError } from '../src/config/index.ts';

/**
 * The expectation of each invalid variable, by name and in the order of the report; reading without a
 * fault gives none.
 *
 * @throws Error when a variable is reported twice; and what `read` throws that is not a ConfigError
 */
export function faultsOf(read: () => unknown): Record<string, string> {
  try {
    read();
    return {};
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const faults = Object.fromEntries(error.faults.map(({ name, expectation }) => [name, expectation]));
    if (Object.keys(faults).length < error.faults.length)
      throw new Error('a variable is reported twice', { cause: error });
    return faults;
  }
}

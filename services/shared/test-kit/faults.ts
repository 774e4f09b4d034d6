import { ConfigError } from '../src/config/index.ts';

/**
 * What is expected of each variable that is at fault, by name and in the order in which they are told; reading without a
 * fault gives none.
 *
 * @throws Error when a variable is told twice; and what `read` throws but a ConfigError
 */
export function faultsOf(read: () => unknown): Record<string, string> {
  try {
    read();
    return {};
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const faults = Object.fromEntries(error.faults.map(({ name, expectation }) => [name, expectation]));
    if (Object.keys(faults).length < error.faults.length) throw new Error('told twice', { cause: error });
    return faults;
  }
}

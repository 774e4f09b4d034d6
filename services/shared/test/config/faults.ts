import { ConfigError } from '../../src/config/index.ts';

/** What is expected of each variable that is at fault, by name; reading without a fault gives none. */
export function faultsOf(read: () => unknown): Record<string, string> {
  try {
    read();
    return {};
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.faults.map(({ name, expectation }) => [name, expectation]));
  }
}

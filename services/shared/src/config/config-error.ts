/** One invalid variable. */
export interface ConfigFault {
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

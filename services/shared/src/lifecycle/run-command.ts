import { ConfigError } from '../config/index.ts';

/** What the operator is told, without a stack; the exit code is then 1. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/**
 * Runs one command of an operator and prints the lines that it answers. A `CommandError` or `ConfigError` is its message
 * on the error output and exit code 1; whatever else is thrown is a fault of ours, and thrown on.
 */
export async function runCommand(command: () => Promise<readonly string[]>): Promise<void> {
  try {
    const lines = await command();
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

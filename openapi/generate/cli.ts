import { differences, write } from './files.ts';
import { generate, type Files } from './generate.ts';
import { ContractError } from './contract-error.ts';
import { join } from 'node:path';

/** Where the lines of the program go. */
export interface Output {
  say(line: string): void;
  complain(line: string): void;
}

/**
 * Writes the generated files, or with `--check` only says which of them are not up to date.
 *
 * @param root the folder of the repository; its contracts stand in `openapi/`
 * @returns the exit code: 1 for a stale file, a contract that is not understood, or an unknown argument
 */
export async function run(options: readonly string[], root: string, output: Output): Promise<number> {
  const unknown = options.find((option) => option !== '--check');
  if (unknown) return fail(output, `unknown option "${unknown}"; only --check is understood`);
  try {
    const files = await generate(join(root, 'openapi'));
    return options.includes('--check') ? await check(root, files, output) : await update(root, files, output);
  } catch (error) {
    if (error instanceof ContractError) return fail(output, error.message);
    throw error;
  }
}

async function check(root: string, files: Files, output: Output): Promise<number> {
  const stale = await differences(root, files);
  for (const path of stale) output.complain(`differs  ${path}`);
  return stale.length > 0 ? fail(output, 'run `make generate` and commit the result') : 0;
}

async function update(root: string, files: Files, output: Output): Promise<number> {
  for (const path of await write(root, files)) output.say(`written  ${path}`);
  output.say(`${files.size} generated files are up to date`);
  return 0;
}

function fail(output: Output, line: string): number {
  output.complain(line);
  return 1;
}

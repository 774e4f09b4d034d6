// `node openapi/generate/main.ts` writes the generated files; `--check` only names those that are not up to date.
import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ContractError } from './contract.ts';
import { generate, type Files } from './generate.ts';

type Output = Pick<Console, 'log' | 'error'>;

/**
 * Writes the generated files. With `--check` it only names the files that are not up to date.
 *
 * @param root the folder of the repository, which has the contracts in `openapi/`
 * @returns the exit code: 1 for an outdated file, a contract that the generator rejects, or an unknown option
 */
export async function run(options: readonly string[], root: string, output: Output): Promise<number> {
  const unknown = options.find((option) => option !== '--check');
  if (unknown) return fail(output, `unknown option "${unknown}"; the only option is --check`);
  try {
    const files = await generate(join(root, 'openapi'));
    return options.includes('--check') ? await check(root, files, output) : await update(root, files, output);
  } catch (error) {
    if (error instanceof ContractError) return fail(output, error.message);
    throw error;
  }
}

async function check(root: string, files: Files, output: Output): Promise<number> {
  const outdated = await differences(root, files);
  for (const path of outdated) output.error(`differs  ${path}`);
  return outdated.length > 0 ? fail(output, 'run `make generate` and commit the result') : 0;
}

/** Writes and deletes only what differs, so that the other files keep their modification time. */
async function update(root: string, files: Files, output: Output): Promise<number> {
  for (const path of await differences(root, files)) {
    await replace(join(root, path), files.get(path));
    output.log(`written  ${path}`);
  }
  output.log(`${files.size} generated files are up to date`);
  return 0;
}

function fail(output: Output, line: string): number {
  output.error(line);
  return 1;
}

/** The generated files on disk that are missing, differ, or have no contract any more; sorted. */
async function differences(root: string, files: Files): Promise<string[]> {
  const changed = await Promise.all(
    [...files].map(async ([path, text]) =>
      (await readFile(join(root, path), 'utf8').catch(() => '')) === text ? [] : [path],
    ),
  );
  return [...changed.flat(), ...leftovers(root, files)].sort();
}

function leftovers(root: string, files: Files): string[] {
  const folders = [...new Set([...files.keys()].map((path) => dirname(path)))];
  const patterns = folders.map((folder) => join(folder, '*.gen.{ts,json,yaml}'));
  return globSync(patterns, { cwd: root }).filter((path) => !files.has(path));
}

async function replace(path: string, text: string | undefined): Promise<void> {
  if (text === undefined) return rm(path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

if (import.meta.main) {
  process.exitCode = await run(process.argv.slice(2), resolve(import.meta.dirname, '../..'), console);
}

// `node openapi/generate/main.ts` writes the generated files; `--check` only says which of them are not up to date.
import { resolve } from 'node:path';
import { ContractError } from './contract-error.ts';
import { differences, write } from './files.ts';
import { generate } from './generate.ts';

const root = resolve(import.meta.dirname, '../..');

async function main(arguments_: readonly string[]): Promise<number> {
  const unknown = arguments_.find((argument) => argument !== '--check');
  if (unknown) return complain(`unknown argument "${unknown}"; only --check is understood`);
  const files = await generate(resolve(root, 'openapi'));
  if (!arguments_.includes('--check')) {
    const written = await write(root, files);
    for (const path of written) console.log(`written  ${path}`);
    console.log(`${files.size} generated files are up to date`);
    return 0;
  }
  const stale = await differences(root, files);
  for (const path of stale) console.error(`differs  ${path}`);
  return stale.length > 0 ? complain('run `make generate` and commit the result') : 0;
}

function complain(message: string): number {
  console.error(message);
  return 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ContractError)) throw error;
  process.exitCode = complain(error.message);
}

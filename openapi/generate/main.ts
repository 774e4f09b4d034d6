// `node openapi/generate/main.ts` writes the generated files; `--check` only says which of them are not up to date.
import { resolve } from 'node:path';
import { run } from './cli.ts';

const output = {
  say: (line: string) => console.log(line),
  complain: (line: string) => console.error(line),
};
process.exitCode = await run(process.argv.slice(2), resolve(import.meta.dirname, '../..'), output);

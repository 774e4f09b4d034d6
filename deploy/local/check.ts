// `make check`: all checks of the code that need no running system. Every check runs, also after a failure; the output of
// a failed check is printed at once, and the names of all failed checks at the end.
import { availableParallelism } from 'node:os';
import { runCommand } from './command.ts';
import { green, red } from './log.ts';
import { root, toolsPath } from './paths.ts';

type Check = [name: string, command: string];

const checks: Check[] = [
  ['lint', 'eslint . --cache --cache-location node_modules/.cache/eslint/'],
  ['types', 'tsc -p tsconfig.json'],
  ['types of acceptance', 'tsc -p acceptance/tsconfig.json'],
  ['types of acceptance in the browser', 'tsc -p acceptance/browser/tsconfig.json'],
  ['sdk: types, package, size', 'npm run --silent check -w clients/sdk'],
  ['page: types', 'npm run --silent check -w clients/web'],
  ['contracts', 'npm run --silent lint -w openapi'],
  ['generated code', 'npm run --silent check -w openapi'],
  ['mail templates', 'npm run --silent check:templates -w services/notification'],
  ['commit subjects', 'node tools/commit-subjects.ts'],
  ['format', 'prettier --check --log-level warn .'],
  ['unused code', 'knip --no-progress'],
];

// The checks that run must end together with this process.
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stopping.abort();
    process.exit(130);
  });
}

const failed: string[] = [];

async function run([name, line]: Check): Promise<void> {
  const [command = '', ...args] = line.split(' ');
  const began = performance.now();
  const options = { env: { PATH: toolsPath }, timeoutMs: 1_800_000, cwd: root, signal: stopping.signal };
  const { code, output } = await runCommand(command, args, options);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? green('ok    ') : red('failed')}  ${name}  ${seconds} s\n`);
  if (code === 0) return;
  failed.push(name);
  process.stdout.write(`${output.trimEnd()}\n\n`);
}

const queue = [...checks];
const work = async (): Promise<void> => {
  for (let check = queue.shift(); check; check = queue.shift()) await run(check);
};
await Promise.all(Array.from({ length: Math.min(3, availableParallelism()) }, work));

const result = failed.length === 0 ? 'Everything is in order.' : red(`Failed: ${failed.join(', ')}`);
process.stdout.write(`\n${result}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

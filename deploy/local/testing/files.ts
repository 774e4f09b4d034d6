import { globSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root } from '../paths.ts';

const patterns = [
  'openapi/{test,generate}/**/*.test.ts',
  'timing/test/**/*.test.ts',
  'services/*/test/**/*.test.ts',
  'services/shared/test-kit/**/*.test.ts',
  'clients/*/test/**/*.test.ts',
  'deploy/test/**/*.test.ts',
  // Compose's own are run by `make test-compose`, which brings up what they try.
  'acceptance/!(compose)/**/*.test.ts',
];

export type TestFile = { file: string; alone: boolean; timeoutMs: number };

/** Acceptance tests measure time and run whole systems, so each of them has the machine to itself. */
function describe(file: string): TestFile {
  const alone = file.startsWith('acceptance/');
  return { file, alone, timeoutMs: alone ? 300_000 : 120_000 };
}

function below(path: string): string[] {
  const full = resolve(root, path);
  if (!statSync(full).isDirectory()) return [relative(root, full)];
  return globSync('**/*.test.ts', { cwd: full, exclude: ['**/node_modules/**'] }).map((name) =>
    relative(root, join(full, name)),
  );
}

/** All test files, or those that are asked for by name or folder. */
export function findTests(asked: readonly string[]): TestFile[] {
  const all = patterns.flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: ['**/node_modules/**'] }),
  );
  const files = asked.length > 0 ? asked.flatMap(below) : all;
  return [...new Set(files)].sort().map(describe);
}

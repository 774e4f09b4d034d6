import { globSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root } from '../paths.ts';

const patterns = [
  'openapi/generate/test/**/*.test.ts',
  'timing/test/**/*.test.ts',
  'services/*/test/**/*.test.ts',
  'clients/*/test/**/*.test.ts',
  'deploy/test/**/*.test.ts',
  'tools/test/**/*.test.ts',
  // `make test-compose` runs those of compose, against a system in Docker.
  'acceptance/!(compose)/**/*.test.ts',
];

/**
 * `unit` files run beside each other. A file of `system` starts a whole system, so one of them runs at a time. A file of
 * `alone` measures time, so nothing runs beside it.
 */
export type TestGroup = 'unit' | 'system' | 'alone';

const alone = /^acceptance\/.*unison|\/enumeration\.test\.ts$/;

function groupOf(file: string): TestGroup {
  if (alone.test(file)) return 'alone';
  return file.startsWith('acceptance/') ? 'system' : 'unit';
}

function filesBelow(path: string): string[] {
  const full = resolve(root, path);
  if (!statSync(full).isDirectory()) return [relative(root, full)];
  return globSync('**/*.test.ts', { cwd: full, exclude: ['**/node_modules/**'] }).map((name) =>
    relative(root, join(full, name)),
  );
}

/** All test files by their group, or the given files and folders. */
export function findTests(asked: readonly string[]): Record<TestGroup, string[]> {
  const all = patterns.flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: ['**/node_modules/**'] }),
  );
  const files = [...new Set(asked.length > 0 ? asked.flatMap(filesBelow) : all)].sort();
  const of = (group: TestGroup): string[] => files.filter((file) => groupOf(file) === group);
  return { unit: of('unit'), system: of('system'), alone: of('alone') };
}

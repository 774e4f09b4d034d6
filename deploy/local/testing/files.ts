import { globSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root } from '../paths.ts';

const patterns = [
  'openapi/generate/test/**/*.test.ts',
  'timing/test/**/*.test.ts',
  'services/*/test/**/*.test.ts',
  'clients/*/test/**/*.test.ts',
  'deploy/test/**/*.test.ts',
  // Compose's own are run by `make test-compose`, which brings up what they try.
  'acceptance/!(compose)/**/*.test.ts',
];

/** `system`: starts a whole system, so one of them at a time; `alone`: measures time, so nothing beside it. */
export type Kind = 'unit' | 'system' | 'alone';
export type TestFile = { file: string; kind: Kind; timeoutMs: number };

// Minutes of waiting for what was killed: begun last, they would be what everything else waits for.
const slow = /^(acceptance\/faults|services\/notification\/test\/drill)\//;
// What others do meanwhile would show in what these measure.
const measuring = /^acceptance\/.*unison|\/enumeration\.test\.ts$/;

function kindOf(file: string): Kind {
  if (measuring.test(file)) return 'alone';
  return file.startsWith('acceptance/') ? 'system' : 'unit';
}

function describe(file: string): TestFile {
  const kind = kindOf(file);
  return { file, kind, timeoutMs: kind === 'unit' && !slow.test(file) ? 120_000 : 300_000 };
}

const slowFirst = (a: string, b: string): number =>
  Number(slow.test(b)) - Number(slow.test(a)) || (a < b ? -1 : 1);

function below(path: string): string[] {
  const full = resolve(root, path);
  if (!statSync(full).isDirectory()) return [relative(root, full)];
  return globSync('**/*.test.ts', { cwd: full, exclude: ['**/node_modules/**'] }).map((name) =>
    relative(root, join(full, name)),
  );
}

/** All test files, or those that are asked for by name or folder; the slowest first. */
export function findTests(asked: readonly string[]): TestFile[] {
  const all = patterns.flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: ['**/node_modules/**'] }),
  );
  const files = asked.length > 0 ? asked.flatMap(below) : all;
  return [...new Set(files)].sort(slowFirst).map(describe);
}

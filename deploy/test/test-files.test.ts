import { globSync } from 'node:fs';
import t from 'tap';
import { root } from '../local/paths.ts';
import { findTests } from '../local/testing/tap.ts';

const groups = findTests([]);
const files = Object.values(groups).flat();

t.test('finds every test file of the tree, except those of compose', async (t) => {
  const all = globSync('**/*.test.ts', {
    cwd: root,
    exclude: ['**/node_modules/**', '.data/**', '**/.tap/**'],
  });
  const wanted = all.filter((file) => !file.startsWith('acceptance/compose/'));
  t.strictSame(files.toSorted(), wanted.sort());
});

t.test('a file that measures time is alone, one that starts a system is beside unit tests', async (t) => {
  for (const [group, file] of [
    ['alone', 'acceptance/browser/unison.test.ts'],
    ['alone', 'acceptance/browser/journeys.test.ts'],
    ['alone', 'acceptance/journeys/unison.test.ts'],
    ['alone', 'services/auth/test/sessions/enumeration.test.ts'],
    ['system', 'acceptance/journeys/sdk.test.ts'],
    ['unit', 'deploy/test/test-files.test.ts'],
  ] as const)
    t.ok(groups[group].includes(file), `${file} is ${group}`);
});

t.test('names no file twice, and those of compose only when they are given', async (t) => {
  t.equal(new Set(files).size, files.length);
  t.notOk(files.some((file) => file.startsWith('acceptance/compose/')));
  const { system, unit } = findTests(['acceptance/compose', 'acceptance/compose/gateway.test.ts']);
  t.equal(system.filter((file) => file === 'acceptance/compose/gateway.test.ts').length, 1);
  t.ok(system.length > 1 && system.every((file) => file.startsWith('acceptance/compose/')));
  t.strictSame(unit, []);
});

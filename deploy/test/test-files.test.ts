import { globSync } from 'node:fs';
import t from 'tap';
import { root } from '../local/paths.ts';
import { findTests } from '../local/testing/files.ts';

const files = findTests([]);

t.test('every test file of the tree is found, but those of compose', async (t) => {
  const all = globSync('**/*.test.ts', {
    cwd: root,
    exclude: ['**/node_modules/**', '.data/**', '**/.tap/**'],
  });
  const wanted = all.filter((file) => !file.startsWith('acceptance/compose/'));
  t.strictSame(files.map(({ file }) => file).sort(), wanted.sort());
});

t.test('what measures time is alone, what starts a whole system is one at a time', async (t) => {
  const kinds = Object.fromEntries(files.map(({ file, kind }) => [file, kind]));
  t.match(kinds, {
    'acceptance/browser/unison.test.ts': 'alone',
    'acceptance/journeys/unison.test.ts': 'alone',
    'services/auth/test/sessions/enumeration.test.ts': 'alone',
    'acceptance/journeys/sdk.test.ts': 'system',
    'acceptance/browser/google.test.ts': 'system',
    'deploy/test/test-files.test.ts': 'unit',
  });
});

t.test('the slowest of each kind comes first, and has the time that it needs', async (t) => {
  const first = (kind: string): unknown => files.find((file) => file.kind === kind);
  t.strictSame(first('system'), {
    file: 'acceptance/faults/crash-recovery.test.ts',
    kind: 'system',
    timeoutMs: 300_000,
  });
  t.strictSame(first('unit'), {
    file: 'services/notification/test/drill/seven-points.test.ts',
    kind: 'unit',
    timeoutMs: 300_000,
  });
});

t.test('no file is asked for twice, none of compose unless it is named', async (t) => {
  const names = files.map(({ file }) => file);
  t.equal(new Set(names).size, names.length);
  t.notOk(names.some((file) => file.startsWith('acceptance/compose/')));
  const own = findTests(['acceptance/compose', 'acceptance/compose/gateway.test.ts']);
  t.equal(own.filter(({ file }) => file === 'acceptance/compose/gateway.test.ts').length, 1);
  t.ok(own.length > 1 && own.every(({ file }) => file.startsWith('acceptance/compose/')));
});

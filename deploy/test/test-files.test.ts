import t from 'tap';
import { findTests } from '../local/testing/files.ts';

const files = findTests([]);

t.test('what measures time is alone, what starts a whole system is one at a time', async (t) => {
  const kinds = Object.fromEntries(files.map(({ file, kind }) => [file, kind]));
  t.match(kinds, {
    'acceptance/browser/unison.test.ts': 'alone',
    'acceptance/unison/two-instances.test.ts': 'alone',
    'services/auth/test/sessions/enumeration.test.ts': 'alone',
    'acceptance/journeys/sdk.test.ts': 'system',
    'acceptance/browser/google.test.ts': 'system',
    'deploy/test/test-files.test.ts': 'unit',
  });
});

t.test('the slowest of each kind comes first, and has the time that it needs', async (t) => {
  const first = (kind: string): unknown => files.find((file) => file.kind === kind);
  t.strictSame(first('system'), {
    file: 'acceptance/faults/kill-nine.test.ts',
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
  const asked = findTests(['acceptance/compose', 'acceptance/compose/gateway.test.ts']);
  t.strictSame(
    asked.map(({ file }) => file),
    ['config', 'demo', 'gateway'].map((name) => `acceptance/compose/${name}.test.ts`),
  );
});

import t from 'tap';
import { failureSection, fileLine } from '../local/testing/report.ts';
import { summarise, total, verdict } from '../local/testing/tap-summary.ts';

const good = { code: 0, signal: null };
const passing = `TAP version 14
# Subtest: outer
    ok 1 - one
    ok 2 - two
    1..2
ok 1 - outer # time=1ms

ok 2 - three
1..2
`;
const failing = `TAP version 14
# Subtest: outer
    ok 1 - one
    not ok 2 - two
      ---
      diff: |
        --- expected
        +++ actual
        -2
        +1
      at:
        fileName: x.test.ts
      ...
    1..2
not ok 1 - outer # time=1ms

1..1
`;

t.test('a file that failed tells each failed leaf once', async (t) => {
  const result = summarise('x.test.ts', failing, { code: 1, signal: null }, 5);
  t.match(result, { file: 'x.test.ts', passed: 1, skipped: 0, durationMs: 5 });
  t.strictSame(
    result.failures.map(({ name }) => name),
    ['outer > two'],
  );
});

t.test('a file that ended badly without a failed assertion has failed', async (t) => {
  const names = (tap: string, exit: Parameters<typeof summarise>[2]): string[] =>
    summarise('x', tap, exit, 1).failures.map(({ name }) => name);
  t.strictSame(names(passing, { code: 1, signal: null }), ['(the file) ended with exit code 1']);
  t.strictSame(names(passing, { code: null, signal: 'SIGSEGV' }), ['(the file) was killed by SIGSEGV']);
  t.strictSame(names('', good), ['(the file) asserted nothing']);
  t.strictSame(names('TAP version 14\n1..3\nok 1 - a\n', good), ['(the file) did not keep to its plan']);
  t.strictSame(names(failing, { code: null, signal: 'SIGKILL', timedOutMs: 2000 }), [
    'outer > two',
    '(the file) did not end within 2 s and was killed',
  ]);
});

t.test('leaves are counted, not the subtests around them', async (t) => {
  t.strictSame(summarise('x', passing, good, 1), {
    file: 'x',
    passed: 3,
    skipped: 0,
    failures: [],
    durationMs: 1,
  });
});

t.test('what is skipped has neither passed nor failed', async (t) => {
  const tap = 'TAP version 14\nok 1 - a\nok 2 - b # SKIP not here\nnot ok 3 - c # TODO later\n1..3\n';
  t.match(summarise('x', tap, good, 1), { passed: 1, skipped: 2, failures: [] });
});

t.test('the last line counts assertions, and a run of nothing is no success', async (t) => {
  const results = [summarise('a', passing, good, 1), summarise('b', failing, { code: 1, signal: null }, 1)];
  t.strictSame(verdict(total(results)), { line: '4 passed, 1 failed', ok: false });
  t.strictSame(verdict(total(results.slice(0, 1))), { line: '3 passed, 0 failed', ok: true });
  t.strictSame(verdict(total([])), { line: '0 passed, 0 failed', ok: false });
});

t.test('a failure is shown with its difference and the end of the log', async (t) => {
  const result = summarise('x.test.ts', failing, { code: 1, signal: null }, 1500);
  t.equal(fileLine(result), 'not ok  x.test.ts  1 passed, 1 failed  1.5 s');
  t.equal(
    failureSection(result, 'warned\n'),
    [
      '── x.test.ts',
      '✗ outer > two',
      '    diff:',
      '      --- expected',
      '      +++ actual',
      '      -2',
      '      +1',
      '  its standard error, at the end:',
      '    warned',
    ].join('\n'),
  );
});

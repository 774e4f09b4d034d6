import t from 'tap';
import { type FileResult, failureSection, fileLine, readTap, verdict } from '../local/testing/tap-report.ts';

// The output of the tap CLI, as it is with one job and with several.
const passing = `TAP version 14
# Subtest: a.test.ts
    # Subtest: outer
        ok 1 - one
        ok 2 - two
        1..2
    ok 1 - outer # time=1ms
    
    ok 2 - three
    1..2
ok 1 - a.test.ts # time=1500ms
`;
const failing = `not ok 2 - b.test.ts # time=5ms {
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
            fileName: b.test.ts
          ...
        1..2
    not ok 1 - outer # time=1ms
    
    1..1
}
`;

const resultsOf = (tap: string): FileResult[] => {
  const results: FileResult[] = [];
  readTap((result) => results.push(result)).end(tap);
  return results;
};

const failuresOf = (tap: string): string[] =>
  resultsOf(tap).flatMap(({ failures }) => failures.map(({ name }) => name));

t.test('counts a failed assertion once, not the subtest and the file around it', async (t) => {
  const [, result] = resultsOf(`${passing}${failing}1..2\n`);
  t.match(result, { file: 'b.test.ts', passed: 1, skipped: 0, durationMs: 5 });
  t.strictSame(
    result?.failures.map(({ name }) => name),
    ['outer > two'],
  );
});

t.test('a file that fails without a failed assertion has one failure', async (t) => {
  const passed = '# Subtest: c.test.ts\n    ok 1 - one\n    1..1\n';
  const crashed = `${passed}not ok 1 - c.test.ts # time=1ms\n  ---\n  exitCode: 3\n  ...\n1..1\n`;
  t.strictSame(failuresOf(crashed), ['(the file) ended badly']);
  t.match(resultsOf(crashed), [{ passed: 1, failures: [{ diag: { exitCode: 3 } }] }]);
  const unplanned =
    '    # Subtest: outer\n        ok 1 - one\n        1..2\n    not ok 1 - outer\n    1..1\n';
  t.strictSame(failuresOf(`# Subtest: d.test.ts\n${unplanned}not ok 1 - d.test.ts\n1..1\n`), ['outer']);
});

t.test('a file without an assertion has failed', async (t) => {
  const empty = '# Subtest: e.test.ts\n    1..0\nok 1 - e.test.ts # SKIP no tests found\n1..1\n';
  t.strictSame(failuresOf(empty), ['(the file) asserted nothing']);
});

t.test('counts assertions, not the subtests around them', async (t) => {
  const startedAtMs = performance.now();
  const [{ endedAtMs, ...result } = { endedAtMs: 0 }] = resultsOf(`${passing}1..1\n`);
  t.strictSame(result, { file: 'a.test.ts', passed: 3, skipped: 0, failures: [], durationMs: 1500 });
  t.ok(startedAtMs <= endedAtMs && endedAtMs <= performance.now(), `ended at ${String(endedAtMs)} ms`);
});

t.test('a subtest without an assertion counts as one', async (t) => {
  const subtest = '    # Subtest: property\n        1..0\n    ok 1 - property\n    1..1\n';
  t.match(resultsOf(`# Subtest: g.test.ts\n${subtest}ok 1 - g.test.ts\n1..1\n`), [
    { passed: 1, failures: [] },
  ]);
});

t.test('a skipped assertion has neither passed nor failed', async (t) => {
  const lines = ['ok 1 - a', 'ok 2 - b # SKIP not here', 'not ok 3 - c # TODO later', '1..3'];
  const tap = `# Subtest: f.test.ts\n${lines.map((line) => `    ${line}\n`).join('')}ok 1 - f.test.ts\n1..1\n`;
  t.match(resultsOf(tap), [{ passed: 1, skipped: 2, failures: [] }]);
});

t.test('the last line counts assertions, and a run without any is not a success', async (t) => {
  const results = resultsOf(`${passing}${failing}1..2\n`);
  t.strictSame(verdict(results), { line: '4 passed, 1 failed', ok: false, skipped: 0 });
  t.strictSame(verdict(results.slice(0, 1)), { line: '3 passed, 0 failed', ok: true, skipped: 0 });
  t.strictSame(verdict([]), { line: '0 passed, 0 failed', ok: false, skipped: 0 });
});

t.test('shows a failure with its difference', async (t) => {
  const [first, second] = resultsOf(`${passing}${failing}1..2\n`);
  t.equal(fileLine(first!), 'ok      a.test.ts  3 passed  1.5 s');
  t.equal(fileLine(second!), 'not ok  b.test.ts  1 passed, 1 failed  0.0 s');
  t.equal(
    failureSection(second!),
    [
      '── b.test.ts',
      '✗ outer > two',
      '    diff:',
      '        --- expected',
      '        +++ actual',
      '        -2',
      '        +1',
    ].join('\n'),
  );
});

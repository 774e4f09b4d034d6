import { Parser } from 'tap-parser';
import { green, red } from '../log.ts';

export type Failure = { name: string; diag: Record<string, unknown> };
export type FileResult = {
  file: string;
  passed: number;
  skipped: number;
  failures: Failure[];
  durationMs: number;
  /** On the clock of `performance.now()`. */
  endedAtMs: number;
};

/** One line of TAP: an assertion, or the result of a subtest. */
type Line = {
  ok: boolean;
  name: string;
  skip: unknown;
  todo: unknown;
  time: number | null;
  diag: Record<string, unknown> | null;
};
type Counts = Pick<FileResult, 'passed' | 'skipped' | 'failures'>;

/** Counts the assertions of one level and those of its subtests. A subtest is not an assertion of its own. */
function count(parser: Parser, path: readonly string[], counts: Counts): void {
  const failed = (): number => counts.failures.length;
  const all = (): number => counts.passed + counts.skipped + failed();
  let before: { failed: number; all: number } | undefined;
  parser.on('child', (child: Parser) => {
    before = { failed: failed(), all: all() };
    count(child, [...path, child.name], counts);
  });
  parser.on('assert', (line: Line) => {
    // A subtest without assertions counts as one, and so does one that fails without a failed assertion, for example
    // because it does not follow its plan.
    const isCounted = before && (line.ok ? all() > before.all : failed() > before.failed);
    if (!isCounted) countLine(line, path, counts);
    before = undefined;
  });
}

function countLine({ ok, name, skip, todo, diag }: Line, path: readonly string[], counts: Counts): void {
  if (skip || todo) counts.skipped += 1;
  else if (ok) counts.passed += 1;
  else counts.failures.push({ name: [...path, name].join(' > '), diag: diag ?? {} });
}

/** A failure of the file as a whole, such as a crash, which none of its assertions shows. */
function fileFailure({ ok, diag }: Line, { passed, skipped, failures }: Counts): Failure | undefined {
  if (failures.length > 0) return undefined;
  if (diag?.expired) return { name: '(the file) did not end within its time limit', diag: {} };
  if (!ok) return { name: '(the file) ended badly', diag: diag ?? {} };
  return passed + skipped === 0 ? { name: '(the file) asserted nothing', diag: {} } : undefined;
}

/**
 * A parser for the output of the tap runner, which has one subtest for each file. `onFile` is called at the end of each
 * file. Passed and failed count single assertions; a file that fails without a failed assertion counts as one failure.
 */
export function readTap(onFile: (result: FileResult) => void): Parser {
  const parser = new Parser();
  const empty = (): Counts => ({ passed: 0, skipped: 0, failures: [] });
  let counts = empty();
  parser.on('child', (child: Parser) => count(child, [], counts));
  parser.on('assert', (line: Line) => {
    const failure = fileFailure(line, counts);
    if (failure) counts.failures.push(failure);
    // tap ends a file after its time limit by a line of its own, which names the file in its diagnostics.
    const file = typeof line.diag?.expired === 'string' ? line.diag.expired : line.name;
    onFile({ file, ...counts, durationMs: line.time ?? 0, endedAtMs: performance.now() });
    counts = empty();
  });
  return parser;
}

/** One line for a file that has ended. */
export function fileLine({ file, passed, failures, skipped, durationMs }: FileResult): string {
  const mark = failures.length === 0 ? green('ok    ') : red('not ok');
  const counts = [`${passed} passed`];
  if (failures.length > 0) counts.push(red(`${failures.length} failed`));
  if (skipped > 0) counts.push(`${skipped} skipped`);
  return `${mark}  ${file}  ${counts.join(', ')}  ${(durationMs / 1000).toFixed(1)} s`;
}

const indent = (text: string): string => text.trimEnd().replaceAll(/^/gm, '    ');
const shownFirst = ['diff', 'found', 'wanted', 'source', 'stack'];
// Where the test runner and its command line are, which is the same for all files.
const runnerFields = ['stdio', 'cwd', 'externalID', 'command', 'args', 'jobId'];
const hidden = new Set(['at', 'compare', 'tapCaught', ...runnerFields]);

function diagLines(diag: Failure['diag']): string[] {
  const names = [...shownFirst, ...Object.keys(diag).filter((name) => !shownFirst.includes(name))];
  return names.flatMap((name) => {
    const value = diag[name];
    if (value === undefined || hidden.has(name)) return [];
    const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
    return text.includes('\n') ? [`${name}:`, indent(text)] : [`${name}: ${text}`];
  });
}

/** The failed assertions of a file, each with its difference and stack. */
export function failureSection({ file, failures }: FileResult): string {
  const parts = failures.flatMap(({ name, diag }) => [red(`✗ ${name}`), indent(diagLines(diag).join('\n'))]);
  return [`── ${file}`, ...parts.filter((text) => text.trim() !== '')].join('\n');
}

/** The last line of `make test`, and whether it is a success; a run without an assertion is none. */
export function verdict(results: readonly FileResult[]): { line: string; ok: boolean; skipped: number } {
  let [passed, failed, skipped] = [0, 0, 0];
  for (const result of results) {
    passed += result.passed;
    failed += result.failures.length;
    skipped += result.skipped;
  }
  return { line: `${passed} passed, ${failed} failed`, ok: failed === 0 && passed > 0, skipped };
}

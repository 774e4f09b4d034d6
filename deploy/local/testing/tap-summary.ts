import { Parser } from 'tap-parser';

export type Failure = { name: string; diag: Record<string, unknown> };
export type FileResult = {
  file: string;
  passed: number;
  skipped: number;
  failures: Failure[];
  durationMs: number;
};
export type Exit = { code: number | null; signal: string | null; timedOutMs?: number };

type Assert = {
  ok: boolean;
  fullname: string;
  skip: unknown;
  todo: unknown;
  diag: Record<string, unknown> | null;
};

function asserts(tap: string): Assert[] {
  // Flat: only the leaves count, a subtest is no assertion of its own.
  return Parser.parse(tap, { flat: true }).flatMap((event) =>
    event[0] === 'assert' ? [event[1] as Assert] : [],
  );
}

function isWhole(tap: string): boolean {
  const complete = Parser.parse(tap).find((event) => event[0] === 'complete');
  return (complete?.[1] as { ok: boolean } | undefined)?.ok === true;
}

/** What went wrong with the file as a whole, which no assertion of it tells. */
function fileFailure(tap: string, exit: Exit, leaves: Assert[]): string | undefined {
  if (exit.timedOutMs !== undefined) return `did not end within ${exit.timedOutMs / 1000} s and was killed`;
  if (leaves.some(({ ok, todo }) => !ok && !todo)) return undefined;
  if (exit.signal) return `was killed by ${exit.signal}`;
  if (exit.code !== 0) return `ended with exit code ${exit.code ?? 'unknown'}`;
  if (leaves.length === 0) return 'asserted nothing';
  return isWhole(tap) ? undefined : 'did not keep to its plan';
}

/**
 * Judges one test file by its TAP output and its end. Passed and failed count single assertions; a file that ended
 * badly without a failed assertion (crash, time limit, no assertions at all) counts as one failure.
 */
export function summarise(file: string, tap: string, exit: Exit, durationMs: number): FileResult {
  const leaves = asserts(tap);
  const done = leaves.filter(({ skip, todo }) => !skip && !todo);
  const failures = done
    .filter(({ ok }) => !ok)
    .map(({ fullname, diag }) => ({ name: fullname, diag: diag ?? {} }));
  const whole = fileFailure(tap, exit, leaves);
  if (whole) failures.push({ name: `(the file) ${whole}`, diag: {} });
  const passed = done.filter(({ ok }) => ok).length;
  return { file, passed, skipped: leaves.length - done.length, failures, durationMs };
}

export type Totals = { passed: number; failed: number; skipped: number };

export function total(results: readonly FileResult[]): Totals {
  const sum = (count: (result: FileResult) => number): number =>
    results.reduce((n, result) => n + count(result), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failures }) => failures.length),
    skipped: sum(({ skipped }) => skipped),
  };
}

/** The last line of `make test`, and whether it means success; a run of nothing is none. */
export function verdict({ passed, failed }: Totals): { line: string; ok: boolean } {
  return { line: `${passed} passed, ${failed} failed`, ok: failed === 0 && passed > 0 };
}

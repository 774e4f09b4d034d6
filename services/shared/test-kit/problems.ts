import type { ProblemFactory } from '../src/errors.ts';
import problems from '../src/generated/problems.gen.json' with { type: 'json' };

interface Assertions {
  strictSame(found: unknown, wanted: unknown, message: string): unknown;
}

/** Asserts that every problem of a catalogue is explained, with its own status and title. */
export function assertProblemsExplained(
  t: Assertions,
  catalogue: Readonly<Record<string, ProblemFactory>>,
): void {
  const explained: Readonly<Record<string, { status?: number; title: string } | undefined>> = problems;
  for (const [code, create] of Object.entries(catalogue)) {
    const { status, title } = create();
    const { status: shownStatus, title: shownTitle } = explained[code] ?? {};
    t.strictSame([shownStatus, shownTitle], [status, title], `problems.yaml explains ${code}`);
  }
}

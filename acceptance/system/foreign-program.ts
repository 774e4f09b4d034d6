// Runs programs that are not ours, for tests that are skipped where such a program cannot be had.
import { delimiter } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import { root } from '@downbeat/deploy/paths';
import type { Test } from 'tap';
import { isMissing, type Missing } from './fetched-tool.ts';

/** The tool, unless it cannot be had here; then the test is skipped, and says so. */
export async function toolFor(t: Test, finding: Promise<string | Missing>): Promise<string | undefined> {
  const found = await finding;
  if (!isMissing(found)) return found;
  skipWithout(t, found.reason);
  return undefined;
}

/** Ends a test that has not begun, and says why on the terminal. */
export function skipWithout(t: Test, reason: string): void {
  process.stderr.write(`\n${t.name}: SKIPPED, the tool cannot be had here: ${reason}\n`);
  t.plan(0, 'the tool cannot be had here');
}

/** Runs a program to its end, with `path` before the PATH; returns what it prints. */
export async function run(
  t: Test,
  command: string,
  args: string[],
  { path }: { path?: string } = {},
): Promise<string> {
  const env = path === undefined ? {} : { PATH: [path, process.env.PATH].join(delimiter) };
  const { code, output } = await runCommand(command, args, { cwd: root, timeoutMs: 240_000, env });
  t.equal(code, 0, code === 0 ? 'runs to its end' : output);
  return output;
}

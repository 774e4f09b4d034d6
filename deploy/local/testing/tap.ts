import { createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { execa } from 'execa';
import { root } from '../paths.ts';
import { type FileResult, failureSection, fileLine, readTap } from './tap-report.ts';
import type { TestGroup } from './test-files.ts';

// Until tap ends a file that hangs; TAP_TIMEOUT sets another limit.
const TIMEOUT_SECONDS = 300;
// After that limit, for tap to end the file.
const END_MS = 15_000;

const running = new Set<() => void>();

/** Kills the runs that are at work, with all programs in their process groups. */
export function killTap(): void {
  for (const kill of running) kill();
}

/** The standard error of the test files of a group; it has the logs of the services under test. */
const stderrPath = (group: TestGroup): string => join(root, '.tap', `stderr-${group}.log`);

/** The parent and the group of each process, of proc_pid_stat(5). */
function processes(): { pid: number; parent: number; group: number }[] {
  const pids = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [, parent = '', group = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(pid), parent: Number(parent), group: Number(group) }];
    } catch {
      return [];
    }
  });
}

/** Kills the programs of a process group whose parent has ended: those that a killed test file has left behind. */
function killOrphans(group: number): void {
  const members = processes().filter((member) => member.group === group);
  const pids = new Set(members.map(({ pid }) => pid));
  const orphans = members.filter(({ pid, parent }) => pid !== group && !pids.has(parent));
  for (const { pid } of orphans) process.kill(pid, 'SIGKILL');
}

/**
 * Acts when the run prints nothing for `limitMs`: at first it ends the children of killed test files, because tap waits
 * until they close its pipe, and the second time the whole run. Returns the stop function.
 */
function watchSilence(output: Readable, group: number, limitMs: number, kill: () => void): () => void {
  let isSecond = false;
  const timer = setInterval(() => {
    if (isSecond) kill();
    else killOrphans(group);
    isSecond = true;
  }, limitMs);
  output.on('data', () => {
    isSecond = false;
    timer.refresh();
  });
  return () => clearInterval(timer);
}

/** Runs test files by the tap CLI, at most `jobs` at once, and prints one line for each file. */
async function runTap(
  group: TestGroup,
  files: string[],
  jobs: number,
  env: Record<string, string>,
): Promise<FileResult[]> {
  if (files.length === 0) return [];
  const results: FileResult[] = [];
  const timeoutSeconds = Number(env.TAP_TIMEOUT ?? TIMEOUT_SECONDS);
  mkdirSync(dirname(stderrPath(group)), { recursive: true });
  const cli = join(root, 'node_modules/tap/dist/esm/run.mjs');
  const options = [`--jobs=${jobs}`, `--timeout=${timeoutSeconds}`, '--reporter=tap'];
  const child = execa(process.execPath, [cli, 'run', ...options, ...files], {
    cwd: root,
    env,
    extendEnv: false,
    stdin: 'ignore',
    buffer: false,
    reject: false,
    killDescendants: true,
  });
  const kill = (): void => void child.kill('SIGKILL');
  running.add(kill);
  const limitMs = timeoutSeconds * 1000 + END_MS;
  const unwatch = watchSilence(child.stdout, child.pid ?? 0, limitMs, kill);
  child.stderr.pipe(createWriteStream(stderrPath(group)));
  child.stdout.pipe(
    readTap((result) => {
      // A file that hangs can have two lines: its own and the one of its time limit.
      if (results.some(({ file }) => file === result.file)) return;
      results.push(result);
      process.stdout.write(`${fileLine(result)}\n`);
    }),
  );
  // Ends the programs that test files have left behind in the run's process group.
  child.nodeChildProcess.once('exit', kill);
  await Promise.all([child, finished(child.stdout)]);
  unwatch();
  running.delete(kill);
  return [...results, ...withoutResult(files, results)];
}

/** A failure for each file that has no result, because the run was killed or the line of a time limit took its place. */
function withoutResult(files: string[], results: FileResult[]): FileResult[] {
  const ended = new Set(results.map(({ file }) => file));
  const failures = [{ name: '(the file) has no result', diag: {} }];
  return files
    .filter((file) => !ended.has(file))
    .map((file) => ({ file, passed: 0, skipped: 0, failures, durationMs: 0 }));
}

/** Runs `unit` and `system` files beside each other, then those of `alone` one by one, and prints the failures. */
export async function runTests(
  files: Record<TestGroup, string[]>,
  jobs: number,
  env: Record<string, string>,
): Promise<FileResult[]> {
  const shared = files.system.length > 0 ? Math.max(1, jobs - 1) : jobs;
  const together = await Promise.all([
    runTap('system', files.system, 1, env),
    runTap('unit', files.unit, shared, env),
  ]);
  const results = [...together.flat(), ...(await runTap('alone', files.alone, 1, env))];
  const failed = results.filter(({ failures }) => failures.length > 0);
  for (const result of failed) process.stdout.write(`\n${failureSection(result)}\n`);
  if (failed.length > 0)
    process.stdout.write(`\nLogs of the test files: ${stderrPath('unit')} and beside it\n`);
  return results;
}

import { createWriteStream, globSync, mkdirSync, statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { execa } from 'execa';
import { log } from '../log.ts';
import { root, toolsPath } from '../paths.ts';
import { namesIn, statOf } from '../pid-file.ts';
import type { Ports } from '../ports.ts';
import { describeMachine, type MachineSample, stallOf, watchMachine } from './machine-watch.ts';
import { type FileResult, failureSection, fileLine, readTap } from './tap-report.ts';

// Until tap ends a file that hangs; TAP_TIMEOUT sets another limit.
const TIMEOUT_SECONDS = 300;
// After that limit, for tap to end the file.
const END_MS = 15_000;
// Below the shared servers: a test waits for them with the limits of a request, also on a machine with too few cores.
const NICE = 5;
// A machine that fails more files than these is not worth a second try.
const MAX_REPEATED = 10;

const patterns = [
  'openapi/generate/test/**/*.test.ts',
  'timing/test/**/*.test.ts',
  'services/*/test/**/*.test.ts',
  'clients/*/test/**/*.test.ts',
  'deploy/test/**/*.test.ts',
  'tools/test/**/*.test.ts',
  // `make test-compose` runs those of compose, against a system in Docker.
  'acceptance/!(compose)/**/*.test.ts',
];

/**
 * `unit` files run beside each other. A file of `system` starts a whole system, so one of them runs at a time. A file of
 * `alone` measures time, so nothing runs beside it.
 */
export type TestGroup = 'unit' | 'system' | 'alone';

const alone =
  /\/(unison|enumeration|browser\/(auto-advance|journeys)|auth\/test\/outages|http\/deadline|listening\/(auto-advance|queue-playback))\.test\.ts$/;

function groupOf(file: string): TestGroup {
  if (alone.test(file)) return 'alone';
  return file.startsWith('acceptance/') ? 'system' : 'unit';
}

function patternOf(path: string): string {
  const full = resolve(root, path);
  return relative(root, statSync(full).isDirectory() ? join(full, '**/*.test.ts') : full);
}

/** All test files by their group, or the given files and folders. */
export function findTests(asked: readonly string[]): Record<TestGroup, string[]> {
  const wanted = asked.length > 0 ? asked.map(patternOf) : patterns;
  const files = globSync(wanted, { cwd: root, exclude: ['**/node_modules/**'] }).sort();
  const of = (group: TestGroup): string[] => files.filter((file) => groupOf(file) === group);
  return { unit: of('unit'), system: of('system'), alone: of('alone') };
}

const running = new Set<() => void>();

/** Kills the runs that are at work, with all programs in their process groups. */
export function killTap(): void {
  for (const kill of running) kill();
}

/** The folder of tap's files and of the logs; it exists afterwards. */
function tapFolder(): string {
  const path = join(root, '.tap');
  mkdirSync(path, { recursive: true });
  return path;
}

/** The standard error of the test files of a group; it has the logs of the services under test. */
const stderrPath = (group: TestGroup | 'repeated'): string => join(tapFolder(), `stderr-${group}.log`);

/** Kills the programs of a process group whose parent has ended: those that a killed test file has left behind. */
function killOrphans(group: number): void {
  const parents = new Map<number, number>();
  for (const pid of namesIn('/proc').map(Number).filter(Number.isInteger)) {
    // State, parent and group of proc_pid_stat(5).
    const [, parent, itsGroup] = statOf(pid);
    if (Number(itsGroup) === group) parents.set(pid, Number(parent));
  }
  for (const [pid, parent] of parents)
    if (pid !== group && !parents.has(parent)) process.kill(pid, 'SIGKILL');
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

/** The variables that make acceptance tests use a running system instead of one of their own. */
export const journeyEnv = (ports: Ports): Record<string, string> => ({
  PATH: toolsPath,
  DOWNBEAT_AUTH_URL: `http://localhost:${ports.auth}`,
  DOWNBEAT_MUSIC_URL: `http://localhost:${ports.music}`,
  DOWNBEAT_NOTIFICATION_URL: `http://localhost:${ports.notification}`,
  DOWNBEAT_WEB_URL: `http://localhost:${ports.web}`,
  DOWNBEAT_INBOX_URL: `http://localhost:${ports.inbox}`,
});

/** Runs test files by the tap CLI, at most `jobs` at once, and prints one line for each file. */
async function runTap(
  group: TestGroup | 'repeated',
  files: string[],
  jobs: number,
  env: NodeJS.ProcessEnv,
): Promise<FileResult[]> {
  if (files.length === 0) return [];
  const results: FileResult[] = [];
  const timeoutSeconds = Number(env.TAP_TIMEOUT ?? TIMEOUT_SECONDS);
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
  if (child.pid !== undefined) setPriority(child.pid, NICE);
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
  // The run was killed, or the line of a time limit took the place of a file's own.
  const failures = [{ name: '(the file) has no result', diag: {} }];
  const missing = files.filter((name) => !results.some(({ file }) => file === name));
  const none = { passed: 0, skipped: 0, failures, durationMs: 0, endedAtMs: performance.now() };
  return [...results, ...missing.map((file) => ({ file, ...none }))];
}

/**
 * Runs files again, alone, that failed while the whole machine stood still: their limits of time are those of the product,
 * and say nothing about it then. The second result counts, and the reason is printed.
 */
async function repeatStalled(
  results: readonly FileResult[],
  samples: readonly MachineSample[],
  env: NodeJS.ProcessEnv,
): Promise<FileResult[]> {
  const stalled = results.flatMap((result) => {
    const { failures, durationMs, endedAtMs } = result;
    const stall = failures.length > 0 && stallOf(samples, endedAtMs - durationMs, endedAtMs);
    return stall ? [{ result, stall }] : [];
  });
  if (stalled.length > MAX_REPEATED) return [...results];
  for (const { result, stall } of stalled) {
    process.stdout.write(`\n${failureSection(result)}\n`);
    log('tests', `${result.file} runs again, because ${stall} while it ran`);
  }
  const repeated = await runTap(
    'repeated',
    stalled.map(({ result }) => result.file),
    1,
    env,
  );
  return results.map((first) => repeated.find(({ file }) => file === first.file) ?? first);
}

async function runGroups(
  files: Record<TestGroup, string[]>,
  jobs: number,
  env: NodeJS.ProcessEnv,
): Promise<FileResult[]> {
  const shared = files.system.length > 0 ? Math.max(1, jobs - 1) : jobs;
  const together = await Promise.all([
    runTap('system', files.system, 1, env),
    runTap('unit', files.unit, shared, env),
  ]);
  return [...together.flat(), ...(await runTap('alone', files.alone, 1, env))];
}

/** Runs `unit` and `system` files beside each other, then those of `alone` one by one, and prints the failures. */
export async function runTests(
  files: Record<TestGroup, string[]>,
  jobs: number,
  env: NodeJS.ProcessEnv,
): Promise<FileResult[]> {
  const machine = await watchMachine(tapFolder());
  const first = await runGroups(files, jobs, env);
  await machine.stop();
  log('tests', describeMachine(machine.samples));
  const results = await repeatStalled(first, machine.samples, env);
  const failed = results.filter(({ failures }) => failures.length > 0);
  for (const result of failed) process.stdout.write(`\n${failureSection(result)}\n`);
  if (failed.length > 0)
    process.stdout.write(`\nLogs of the test files: ${stderrPath('unit')} and beside it\n`);
  return results;
}

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { log } from './log.ts';
import { privateFolder, dataDir as runDataDir } from './paths.ts';
import { poll } from './probes.ts';

const folder = (dataDir: string): string => join(dataDir, 'pids');
const runName = 'run';

/** The fields of proc_pid_stat(5) from the state on; empty when there is no such process. */
export function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** A process id alone can belong to another program after a reboot; together with the start time it is unique. */
function startTime(pid: number): string | undefined {
  const stat = statOf(pid);
  return stat[0] === 'Z' ? undefined : stat[19];
}

/** The names in a folder; none when there is no such folder. */
export const namesIn = (path: string): string[] => (existsSync(path) ? readdirSync(path) : []);

export const isAlivePid = (pid: number): boolean => startTime(pid) !== undefined;

export function rememberPid(dataDir: string, name: string, pid: number): void {
  mkdirSync(folder(dataDir), { recursive: true });
  writeFileSync(join(folder(dataDir), name), `${pid} ${startTime(pid) ?? ''}`);
}

export function forgetPid(dataDir: string, name: string): void {
  rmSync(join(folder(dataDir), name), { force: true });
}

type LiveProgram = { name: string; pid: number };

/** The programs of a run that are alive now, by the process ids that it wrote down; on Linux only. */
export function livingPids(dataDir: string): LiveProgram[] {
  return namesIn(folder(dataDir)).flatMap((name) => {
    const [pid = '', time = ''] = readFileSync(join(folder(dataDir), name), 'utf8').split(' ');
    return time !== '' && startTime(Number(pid)) === time ? [{ name, pid: Number(pid) }] : [];
  });
}

/** Makes this process the only run of the folder; throws one sentence when another run works there. */
export function claimFolder(dataDir: string): void {
  const other = livingPids(dataDir).find(({ name, pid }) => name === runName && pid !== process.pid);
  if (other) throw new Error(`It is running here already (pid ${other.pid}); stop that first.`);
  privateFolder(dataDir);
  rememberPid(dataDir, runName, process.pid);
}

export const releaseFolder = (dataDir: string): void => forgetPid(dataDir, runName);

const leftovers = (dataDir: string): LiveProgram[] =>
  livingPids(dataDir).filter(({ name }) => name !== runName);

/** Stops the programs of an earlier run that was killed and could not stop them itself. */
export async function stopLeftovers(dataDir: string): Promise<void> {
  const found = leftovers(dataDir);
  for (const { name, pid } of found) {
    log(name, `is left over from an earlier run (pid ${pid}) and is stopped first.`);
    process.kill(-pid, 'SIGTERM');
    // A drill that was killed can have left it frozen.
    process.kill(-pid, 'SIGCONT');
  }
  const gone = async (): Promise<void> => {
    const left = leftovers(dataDir).map(({ name }) => name);
    if (left.length > 0) throw new Error(`${left.join(', ')} still running`);
  };
  await poll(gone, { withinMs: 20_000, what: 'The end of the earlier run' });
  for (const { name } of found) forgetPid(dataDir, name);
}

/**
 * A data folder for this test run alone; its name is the process id. The servers of earlier test runs that were killed
 * are stopped, and their data is removed.
 */
export async function ownDataDir(): Promise<string> {
  const parent = join(runDataDir, 'tests');
  for (const name of namesIn(parent)) {
    if (isAlivePid(Number(name))) continue;
    await stopLeftovers(join(parent, name));
    rmSync(join(parent, name), { recursive: true, force: true });
  }
  return join(parent, String(process.pid));
}

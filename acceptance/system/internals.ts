// What a black-box test may read behind the API: music's files and memory, and the logs. Available for a system that
// the test started and for a docker compose project under test; elsewhere the functions give undefined.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compose, composeProject, containersOf, inService } from './compose.ts';
import type { SystemUnderTest } from './start.ts';

export interface MusicInternals {
  /** The names of the stored files, sorted. */
  storedFiles(): Promise<string[]>;
  /** `/proc/<pid>/status` (proc_pid_status(5)) of each instance, in order; undefined on systems without /proc. */
  processStatus(): Promise<string[] | undefined>;
}

export function musicInternals(system: SystemUnderTest): MusicInternals | undefined {
  if (system.dataDir !== undefined)
    return localInternals(join(system.dataDir, 'music'), () => system.pidOf('music'));
  return composeProject === undefined ? undefined : composeInternals();
}

/** A process's resident memory from its status: now (VmRSS) or its maximum so far (VmHWM). */
export function memoryMebibytes(status: string, field: 'VmRSS' | 'VmHWM'): number {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kibibytes === undefined) throw new Error(`no ${field} in: ${status}`);
  return Number(kibibytes) / 1024;
}

/** The lines that a service has logged so far. */
export async function serviceLog(system: SystemUnderTest, service: string): Promise<string[] | undefined> {
  if (system.dataDir !== undefined)
    return readFileSync(join(system.dataDir, `logs/${service}.log`), 'utf8').split('\n');
  if (composeProject === undefined) return undefined;
  return (await compose('logs', '--no-color', '--no-log-prefix', service)).split('\n');
}

function localInternals(directory: string, pid: () => number | undefined): MusicInternals {
  return {
    storedFiles: async () =>
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort(),
    processStatus: async () =>
      process.platform === 'linux' ? [readFileSync(`/proc/${pid()}/status`, 'utf8')] : undefined,
  };
}

function composeInternals(): MusicInternals {
  const lines = async (command: string, index: number): Promise<string[]> =>
    (await inService('music', ['sh', '-c', command], index)).split('\n').filter((line) => line !== '');
  // The service is the child of the container's init (1); processes started by `exec` have the parent 0.
  const status = "cat $(grep -l '^PPid:[[:space:]]1$' /proc/[0-9]*/status)";
  return {
    // All instances share one volume.
    storedFiles: async () => (await lines('find /media -type f -exec basename {} ";"', 1)).sort(),
    processStatus: async () => {
      const instances = await containersOf('music');
      return Promise.all(instances.map(async (_id, at) => (await lines(status, at + 1)).join('\n')));
    },
  };
}

// What music keeps on its disk and in its memory: the one look behind the black box, at a local run or at one of
// docker compose, wherever the test's process may look.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeProject, containersOf, inService } from './compose.ts';
import type { SystemUnderTest } from './start.ts';

export interface MusicInside {
  /** The names of the stored files, sorted. */
  storedFiles(): Promise<string[]>;
  /** `/proc/<pid>/status` (proc_pid_status(5)) of every instance, in their order; undefined where there is none. */
  processStatus(): Promise<string[] | undefined>;
}

/** The inside of the system's music; undefined for a system that is neither ours nor one of docker compose. */
export function insideMusic(system: SystemUnderTest): MusicInside | undefined {
  if (system.dataDir !== undefined)
    return insideLocal(join(system.dataDir, 'music'), () => system.pidOf('music'));
  return composeProject === undefined ? undefined : insideCompose();
}

/** A figure of a process's memory: what it holds now, or the most that it ever held. */
export function memoryMebibytes(status: string, field: 'VmRSS' | 'VmHWM'): number {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kibibytes === undefined) throw new Error(`no ${field} in: ${status}`);
  return Number(kibibytes) / 1024;
}

function insideLocal(directory: string, pid: () => number | undefined): MusicInside {
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

function insideCompose(): MusicInside {
  const lines = async (command: string, index: number): Promise<string[]> =>
    (await inService('music', ['sh', '-c', command], index)).split('\n').filter((line) => line !== '');
  // The service is the child of the container's init; health checks and this very look have no parent inside.
  const status = "cat $(grep -l '^PPid:[[:space:]]1$' /proc/[0-9]*/status)";
  return {
    // One volume, which all instances share.
    storedFiles: async () => (await lines('find /media -type f -exec basename {} ";"', 1)).sort(),
    processStatus: async () => {
      const instances = await containersOf('music');
      return Promise.all(instances.map(async (_id, at) => (await lines(status, at + 1)).join('\n')));
    },
  };
}

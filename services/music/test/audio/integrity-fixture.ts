import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { AudioContentType } from '../../src/generated/schemas.gen.ts';

type Check = (path: string, contentType: AudioContentType) => Promise<boolean>;

/** Runs a check of files on bytes. */
export async function onBytes(t: Test, check: Check) {
  const directory = await mkdtemp(join(tmpdir(), 'downbeat-integrity-'));
  t.teardown(() => rm(directory, { recursive: true }));
  return async (bytes: Uint8Array, contentType: AudioContentType = 'audio/mpeg'): Promise<boolean> => {
    const path = join(directory, 'file');
    await writeFile(path, bytes);
    return check(path, contentType);
  };
}

/** Milliseconds of CPU time that this process has used since `begin`, independent of other load on the machine. */
export function cpuMsSince(begin: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

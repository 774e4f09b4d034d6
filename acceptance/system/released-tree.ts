import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Outcome, runCommand } from '@downbeat/deploy/command';
import { root } from '@downbeat/deploy/paths';
import type { Missing } from './fetched-tool.ts';

const GIT_MS = 60_000;
const INSTALL_MS = 240_000;
const BUILD_MS = 240_000;

/**
 * The folder with the source of the last release (the commit in openapi/released.json), its SDK built, with the npm packages
 * of this clone; missing in a shallow clone, which does not have the commit. It is made again each time, because its packages are links into this clone.
 */
export async function releasedTree(): Promise<string | Missing> {
  const { commit } = JSON.parse(readFileSync(join(root, 'openapi/released.json'), 'utf8')) as {
    commit: string;
  };
  const known = await runCommand('git', ['-C', root, 'cat-file', '-e', `${commit}^{commit}`]);
  if (known.code !== 0) return { reason: `this clone does not have the commit ${commit}` };
  const tree = join(root, '.data', `released-${commit.slice(0, 12)}`);
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  await extract(commit, tree);
  const folders = workspacesOf(tree);
  linkPackages(tree, folders);
  const install = await installMissing(tree, folders);
  if (install.code !== 0) return { reason: `npm: ${install.output}` };
  const build = await runCommand(join(root, 'node_modules/.bin/tsdown'), [], {
    cwd: join(tree, 'clients/sdk'),
    timeoutMs: BUILD_MS,
  });
  if (build.code !== 0) throw new Error(`the SDK of ${commit} cannot be built:\n${build.output}`);
  return tree;
}

async function extract(commit: string, tree: string): Promise<void> {
  const archive = join(tree, 'source.tar');
  const steps: [string, string[]][] = [
    ['git', ['-C', root, 'archive', '--output', archive, commit]],
    ['tar', ['-xf', archive, '-C', tree]],
  ];
  for (const [program, args] of steps) {
    const { code, output } = await runCommand(program, args, { timeoutMs: GIT_MS });
    if (code !== 0) throw new Error(`${program}: ${output}`);
  }
  rmSync(archive);
}

interface Manifest {
  name: string;
  workspaces: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

const workspacesOf = (tree: string): string[] =>
  manifestOf(tree).workspaces.map((workspace) => join(tree, workspace));

/** Packages of others are those of this clone, the workspaces (@downbeat/...) are those of the tree. */
function linkPackages(tree: string, workspaces: readonly string[]): void {
  const packages = readdirSync(join(root, 'node_modules')).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(root, 'node_modules', name)).map((of) => join(name, of)) : [name],
  );
  for (const name of packages.filter((each) => !each.startsWith('@downbeat')))
    link(join(root, 'node_modules', name), join(tree, 'node_modules', name));
  for (const folder of workspaces) {
    link(folder, join(tree, 'node_modules', manifestOf(folder).name));
    const own = join(root, folder.slice(tree.length), 'node_modules');
    if (existsSync(own)) link(own, join(folder, 'node_modules'));
  }
}

/** Packages that only the release needs, of the versions in its lockfile. */
async function installMissing(tree: string, workspaces: readonly string[]): Promise<Outcome> {
  const { packages } = JSON.parse(readFileSync(join(tree, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string } | undefined>;
  };
  const isHere = (folder: string, name: string): boolean =>
    [tree, folder].some((parent) => existsSync(join(parent, 'node_modules', name)));
  const missing = workspaces.flatMap((folder) => {
    const { dependencies, devDependencies } = manifestOf(folder);
    return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !isHere(folder, name));
  });
  const names = [...new Set(missing)];
  if (names.length === 0) return { code: 0, output: '' };
  const exact = names.map((name) => `${name}@${packages[`node_modules/${name}`]?.version ?? 'latest'}`);
  const prefix = join(tree, 'node_modules/.missing');
  const options = ['--prefix', prefix, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  const install = await runCommand('npm', ['install', ...options, ...exact], { timeoutMs: INSTALL_MS });
  if (install.code === 0)
    for (const name of names) link(join(prefix, 'node_modules', name), join(tree, 'node_modules', name));
  return install;
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

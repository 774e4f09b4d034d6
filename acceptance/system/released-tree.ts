import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import { root, sharedCacheDir } from '@downbeat/deploy/paths';

const GIT_MS = 60_000;
const BUILD_MS = 240_000;

/** Why the tree cannot be had; a shallow clone does not have the commit. */
export interface NoTree {
  reason: string;
}

/**
 * The folder with the source of the last release (the commit in openapi/released.json), its SDK built, with the npm packages
 * of this clone. It is made at its first use and kept in the cache of this machine.
 */
export async function releasedTree(): Promise<string | NoTree> {
  const { commit } = JSON.parse(readFileSync(join(root, 'openapi/released.json'), 'utf8')) as {
    commit: string;
  };
  const known = await runCommand('git', ['-C', root, 'cat-file', '-e', `${commit}^{commit}`]);
  if (known.code !== 0) return { reason: `this clone does not have the commit ${commit}` };
  // The packages are links into this clone: another clone needs a tree of its own.
  const tree = join(sharedCacheDir, `released-${commit.slice(0, 12)}${root.replaceAll('/', '+')}`);
  if (existsSync(join(tree, '.complete'))) return tree;
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  await extract(commit, tree);
  linkPackages(tree);
  const build = await runCommand(join(root, 'node_modules/.bin/tsdown'), [], {
    cwd: join(tree, 'clients/sdk'),
    timeoutMs: BUILD_MS,
  });
  if (build.code !== 0) throw new Error(`the SDK of ${commit} cannot be built:\n${build.output}`);
  writeFileSync(join(tree, '.complete'), '');
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

/** Packages of others are those of this clone, the workspaces (@downbeat/...) are those of the tree. */
function linkPackages(tree: string): void {
  const workspaces = readdirSync(join(root, 'node_modules/@downbeat'));
  const packages = readdirSync(join(root, 'node_modules')).filter((name) => name !== '@downbeat');
  for (const name of packages) link(join(root, 'node_modules', name), join(tree, 'node_modules', name));
  const { workspaces: folders } = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8')) as {
    workspaces: string[];
  };
  for (const folder of folders) {
    const { name } = JSON.parse(readFileSync(join(tree, folder, 'package.json'), 'utf8')) as { name: string };
    if (!workspaces.includes(name.replace('@downbeat/', '')))
      throw new Error(`${name} is not a workspace here`);
    link(join(tree, folder), join(tree, 'node_modules', name));
    const own = join(root, folder, 'node_modules');
    if (existsSync(own)) link(own, join(tree, folder, 'node_modules'));
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

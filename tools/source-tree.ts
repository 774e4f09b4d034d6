import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = /\.(tsx?|js|lua|css)$/;
const NOT_OURS = /(^|\/)(generated|node_modules|dist)\//;
const TEST = /^acceptance\/|(^|\/)(tests?|test-kit)\/|\.test\.tsx?$/;

/** The files of a checkout that people write and maintain; paths are relative to its root. */
export interface SourceTree {
  root: string;
  sources: string[];
  /** Tests, test kits and everything in acceptance/. */
  tests: string[];
}

/** Lists what git tracks or would add; generated code is left out. */
export function readSourceTree(root: string): SourceTree {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  const files = [...new Set(listed.split('\0'))]
    .filter((path) => SOURCE.test(path) && !NOT_OURS.test(path))
    .filter((path) => existsSync(join(root, path)))
    .sort();
  return {
    root,
    sources: files.filter((path) => !TEST.test(path)),
    tests: files.filter((path) => TEST.test(path)),
  };
}

interface PackageJson {
  name?: string;
  workspaces?: string[];
  exports?: Record<string, Target>;
}

/** A file, or files by condition, which may be nested. */
type Target = string | { [condition: string]: Target };

const fileOf = (target: Target | undefined): string =>
  typeof target === 'object' ? fileOf(target['import'] ?? target['default']) : (target ?? '');

const readPackage = (path: string): PackageJson => JSON.parse(readFileSync(path, 'utf8')) as PackageJson;

/**
 * The source file behind each package entry of the workspaces, by the name that others import: `@downbeat/shared/http`.
 * An entry that names a build (`./dist/index.js`) stands for the file that it is built from (`src/index.ts`).
 */
export function readPackageEntries(root: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const workspace of readPackage(join(root, 'package.json')).workspaces ?? []) {
    const path = join(root, workspace, 'package.json');
    const { name = workspace, exports = {} } = existsSync(path) ? readPackage(path) : {};
    for (const [subpath, target] of Object.entries(exports)) {
      const source = join(workspace, fileOf(target)).replace(/\/dist\/(.*)\.js$/, '/src/$1.ts');
      entries.set(join(name, subpath), source);
    }
  }
  return entries;
}

// Plain JavaScript on purpose: it runs on whatever Node (from 20) the machine has, before anything is installed.
// `node deploy/local/bootstrap.js` installs the npm packages when the lockfile has changed, and, with `--build`, builds
// the SDK and the page when their sources have.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const bin = join(root, 'node_modules/.bin');

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Every file below a path, in a stable order. */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const skipped = ['node_modules', 'dist', 'test'];
  const names = readdirSync(path).filter((name) => !skipped.includes(name));
  return names.sort().flatMap((name) => filesBelow(join(path, name)));
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesBelow(join(root, path))))
    hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** Runs `work` unless the stamp says that it was done for these very inputs. */
function once(what, stamp, wanted, work) {
  const path = join(root, stamp);
  if (existsSync(path) && readFileSync(path, 'utf8') === wanted) return;
  const began = Date.now();
  process.stdout.write(`${what} ...\n`);
  rmSync(path, { force: true });
  work();
  writeFileSync(path, wanted);
  process.stdout.write(`${what}: done in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

function run(command, args, what) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, env, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  fail(`${what} failed${error ? `: ${error.message}` : ` (exit code ${status})`}; the reason stands above.`);
}

function install() {
  run('npm', ['ci', '--no-audit', '--no-fund'], 'npm ci');
  if (!existsSync(join(bin, 'node')))
    fail('npm installed no Node 24 (package "node"); is install-scripts switched off?');
}

function build(workspace, what) {
  const manifest = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8'));
  if (!manifest.scripts?.build) return;
  run('npm', ['run', 'build', '--silent', '-w', workspace], what);
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Downbeat needs Node 20 or newer to install itself; this is ${process.version}.`);
}
// INSTALL=no leaves node_modules as it is, for those who manage it themselves.
if (process.env.INSTALL !== 'no') {
  const lockfile = digest(['package-lock.json', '.npmrc']);
  once('Installing npm packages', 'node_modules/.downbeat-install', lockfile, install);
}
if (process.argv.includes('--build')) {
  const sdk = ['clients/sdk', 'timing/src', 'timing/package.json', 'tsconfig.base.json'];
  once('Building the SDK', 'node_modules/.downbeat-sdk', digest(sdk), () =>
    build('clients/sdk', 'The SDK build'),
  );
  const web = digest([...sdk, 'clients/web']);
  once('Building the page', 'node_modules/.downbeat-web', web, () => build('clients/web', 'The page build'));
}

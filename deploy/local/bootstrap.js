// Plain JavaScript, because it runs on any Node from 20 on, before anything is installed.
// `node deploy/local/bootstrap.js` installs the npm packages when the lockfile has changed, and, with `--build`, builds
// the SDK, the page and the documentation site when their sources have.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const bin = join(root, 'node_modules/.bin');

const installing = 'Installing npm packages';
const PROGRESS_EVERY_MS = 30_000;

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
    hash.update(relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

/** Runs `work` unless the stamp file has the digest of the same inputs. */
async function unlessDone(what, stamp, wanted, work) {
  const path = join(root, stamp);
  if (existsSync(path) && readFileSync(path, 'utf8') === wanted) return;
  const began = Date.now();
  process.stdout.write(`${what} ...\n`);
  rmSync(path, { force: true });
  await work();
  writeFileSync(path, wanted);
  process.stdout.write(`${what}: done in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

/** Runs a command to its end. Its output is shown only when it fails, unless `stdio` gives it the terminal. */
async function run(command, args, what, stdio = ['ignore', 'pipe', 'pipe']) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const child = spawn(command, args, { cwd: root, env, stdio });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const [code, signal] = await once(child, 'close').catch((error) =>
    fail(`${what} failed: ${error.message}`),
  );
  if (code === 0) return;
  process.stderr.write(output);
  fail(`${what} failed (${signal ?? `exit code ${code}`}); the reason is above.`);
}

async function install() {
  const began = Date.now();
  // On a terminal npm shows its progress; elsewhere it would print nothing for minutes.
  const stdio = process.stderr.isTTY ? ['ignore', 'inherit', 'inherit'] : undefined;
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000);
    process.stdout.write(`${installing}: goes on, ${seconds} s so far\n`);
  }, PROGRESS_EVERY_MS);
  // Without npm's warnings that Node 20 is too old: Node 24 is one of the packages.
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci', stdio);
  clearInterval(progress);
  if (!existsSync(join(bin, 'node')))
    fail('npm installed no Node 24 (package "node"); is install-scripts switched off?');
}

/** The guides, and what their pages show of other folders: the two READMEs, and the contracts as one file each. */
function docsSources() {
  const generated = ['auth', 'music', 'notification', 'shared'].map(
    (name) => `services/${name}/src/generated`,
  );
  return ['docs', 'README.md', 'clients/sdk/README.md', ...generated];
}

async function build(workspace, what) {
  const manifest = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8'));
  if (!manifest.scripts?.build) return;
  await run('npm', ['run', 'build', '--silent', '-w', workspace], what);
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Downbeat needs Node 20 or newer to install itself; this is ${process.version}.`);
}
// INSTALL=no leaves node_modules as it is, for users who manage it themselves.
if (process.env.INSTALL !== 'no') {
  const lockfile = digest(['package-lock.json', '.npmrc']);
  await unlessDone(installing, 'node_modules/.downbeat-install', lockfile, install);
}
if (process.argv.includes('--build')) {
  const sdk = ['clients/sdk', 'timing/src', 'timing/package.json', 'tsconfig.base.json'];
  await unlessDone('Building the SDK', 'node_modules/.downbeat-sdk', digest(sdk), () =>
    build('clients/sdk', 'The SDK build'),
  );
  const web = digest([...sdk, 'clients/web']);
  await unlessDone('Building the page', 'node_modules/.downbeat-web', web, () =>
    build('clients/web', 'The page build'),
  );
  await unlessDone('Building the guides', 'node_modules/.downbeat-docs', digest(docsSources()), () =>
    build('docs', 'The build of the guides'),
  );
}

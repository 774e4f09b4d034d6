import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import t, { type Test } from 'tap';
import { runCommand } from '../local/command.ts';
import { poll } from '../local/probes.ts';

// Waits until it may end, at most half a minute because it outlives a killed test, shows its progress and creates the
// program that the bootstrap expects.
const slowNpm = `#!/bin/sh
echo "progress of npm $1" >&2
left=600
until [ -e may-end ] || [ $left = 0 ]; do left=$((left - 1)); sleep 0.05; done
mkdir -p node_modules/.bin
touch node_modules/.bin/node
`;
const failingNpm = `#!/bin/sh
echo "no such registry" >&2
exit 7
`;
// Thirty seconds pass in thirty milliseconds.
const fastTimers = `
  import timers from 'node:timers';
  import { syncBuiltinESMExports } from 'node:module';
  const { setInterval } = timers;
  timers.setInterval = (work, ms) => setInterval(work, ms / 1000);
  syncBuiltinESMExports();
`;

const { PATH = '' } = process.env;

/** A tree without any packages, with this npm. */
function treeWith(t: Test, npm: string): string {
  const tree = t.testdir({
    'package.json': '{"type":"module"}',
    'package-lock.json': '{}',
    deploy: { local: {} },
    path: { npm },
  });
  chmodSync(join(tree, 'path/npm'), 0o755);
  copyFileSync(join(import.meta.dirname, '../local/bootstrap.js'), join(tree, 'deploy/local/bootstrap.js'));
  return tree;
}

type Bootstrap = { child: ChildProcess; output: () => string; ended: Promise<unknown[]> };

function bootstrap(t: Test, tree: string, onTerminal: boolean, node = process.execPath): Bootstrap {
  const command = [node, join(tree, 'deploy/local/bootstrap.js')];
  const [program = '', ...args] = onTerminal ? ['script', '-qec', command.join(' '), '/dev/null'] : command;
  const imported = `data:text/javascript,${encodeURIComponent(fastTimers)}`;
  const env = { PATH: `${join(tree, 'path')}:${PATH}`, NODE_OPTIONS: `--import=${imported}` };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, ended: once(child, 'close') };
}

async function untilPrinted({ output }: Bootstrap, wanted: string): Promise<void> {
  const printed = async (): Promise<void> => {
    if (!output().includes(wanted)) throw new Error(output());
  };
  await poll(printed, { withinMs: 20_000, everyMs: 20, what: wanted });
}

t.test('prints the progress of a slow installation', async (t) => {
  const tree = treeWith(t, slowNpm);
  const run = bootstrap(t, tree, false);
  await untilPrinted(run, 'Installing npm packages: goes on, ');
  writeFileSync(join(tree, 'may-end'), '');
  t.strictSame(await run.ended, [0, null]);
  t.match(run.output(), /^Installing npm packages \.\.\.\n(.+ goes on, .+\n)+.+: done in [\d.]+ s\n$/);
  t.notMatch(run.output(), 'progress of npm');
  const again = bootstrap(t, tree, false);
  t.strictSame(await again.ended, [0, null]);
  t.equal(again.output(), '', 'what is installed is not installed again');
});

t.test("shows npm's own progress on a terminal", async (t) => {
  const tree = treeWith(t, slowNpm);
  const run = bootstrap(t, tree, true);
  await untilPrinted(run, 'progress of npm ci');
  writeFileSync(join(tree, 'may-end'), '');
  t.strictSame(await run.ended, [0, null]);
});

t.test('a failed installation ends with its reason', async (t) => {
  const run = bootstrap(t, treeWith(t, failingNpm), false);
  t.strictSame(await run.ended, [1, null]);
  t.match(
    run.output(),
    /^Installing npm packages \.\.\.\n(.+ goes on, .+\n)*no such registry\nnpm ci failed \(exit code 7\); the reason is above\.\n$/,
  );
});

/** The machine's own Node, if its major version is not that of the npm package. */
async function olderNode(): Promise<{ node: string; version: string } | undefined> {
  for (const folder of PATH.split(delimiter).filter((path) => !path.includes('node_modules'))) {
    const node = join(folder, 'node');
    const { code, output } = await runCommand(node, ['--version']);
    const version = output.trim();
    if (code === 0 && version.split('.')[0] !== process.version.split('.')[0]) return { node, version };
  }
  return undefined;
}

const older = await olderNode();

t.test(
  'works under another version of Node',
  { skip: older ? false : 'there is no other Node here' },
  async (t) => {
    const { node, version } = older!;
    const tree = treeWith(t, slowNpm);
    writeFileSync(join(tree, 'may-end'), '');
    const run = bootstrap(t, tree, false, node);
    t.strictSame(await run.ended, [0, null], version);
    t.match(run.output(), /^Installing npm packages \.\.\.\n(.+ goes on, .+\n)*.+: done in [\d.]+ s\n$/);
    const again = bootstrap(t, tree, false, node);
    t.strictSame([await again.ended, again.output()], [[0, null], '']);
  },
);

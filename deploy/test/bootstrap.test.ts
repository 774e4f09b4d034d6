import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import t, { type Test } from 'tap';
import { runCommand } from '../local/command.ts';
import { poll } from '../local/poll.ts';

// Takes until it may end, or half a minute for it outlives a test that is killed, shows its progress on a terminal
// alone, and brings what is asked for.
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
const hurried = `
  import timers from 'node:timers';
  import { syncBuiltinESMExports } from 'node:module';
  const { setInterval } = timers;
  timers.setInterval = (work, ms) => setInterval(work, ms / 1000);
  syncBuiltinESMExports();
`;

const { PATH = '' } = process.env;

/** A tree of its own, in which nothing is installed yet, with this npm. */
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
  const imported = `data:text/javascript,${encodeURIComponent(hurried)}`;
  const env = { PATH: `${join(tree, 'path')}:${PATH}`, NODE_OPTIONS: `--import=${imported}` };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, ended: once(child, 'close') };
}

async function untilSaid({ output }: Bootstrap, wanted: string): Promise<void> {
  const said = async (): Promise<void> => {
    if (!output().includes(wanted)) throw new Error(output());
  };
  await poll(said, { withinMs: 20_000, everyMs: 20, what: wanted });
}

t.test('an installation that takes its time says that it goes on', async (t) => {
  const tree = treeWith(t, slowNpm);
  const run = bootstrap(t, tree, false);
  await untilSaid(run, 'Installing npm packages: goes on, 0 s so far');
  writeFileSync(join(tree, 'may-end'), '');
  t.strictSame(await run.ended, [0, null]);
  t.match(run.output(), /^Installing npm packages \.\.\.\n(.+ goes on, .+\n)+.+: done in [\d.]+ s\n$/);
  t.notMatch(run.output(), 'progress of npm');
  const again = bootstrap(t, tree, false);
  t.strictSame(await again.ended, [0, null]);
  t.equal(again.output(), '', 'what is installed is not installed again');
});

t.test("on a terminal npm's own progress is seen", async (t) => {
  const tree = treeWith(t, slowNpm);
  const run = bootstrap(t, tree, true);
  await untilSaid(run, 'progress of npm ci');
  writeFileSync(join(tree, 'may-end'), '');
  t.strictSame(await run.ended, [0, null]);
});

t.test('an installation that fails ends with its reason', async (t) => {
  const run = bootstrap(t, treeWith(t, failingNpm), false);
  t.strictSame(await run.ended, [1, null]);
  t.match(
    run.output(),
    /^Installing npm packages \.\.\.\n(.+ goes on, .+\n)*no such registry\nnpm ci failed \(exit code 7\); the reason stands above\.\n$/,
  );
});

/** The machine's own Node, beside the one that npm brings, if it is of another major version. */
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
  "it works under the machine's own Node, whatever that is",
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

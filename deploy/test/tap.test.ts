import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import t from 'tap';
import { runCommand } from '../local/command.ts';
import { isAlivePid } from '../local/pid-file.ts';
import { root } from '../local/paths.ts';
import type { FileResult } from '../local/testing/tap-report.ts';

const hanging = `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  import t from 'tap';
  const child = spawn('sleep', ['300'], { stdio: 'inherit' });
  writeFileSync(process.env.PID_FILE, String(child.pid));
  t.test('hangs', () => new Promise(() => setInterval(() => undefined, 1000)));
`;

/** Runs test files in a process of their own, because it prints its report; returns its results and its output. */
async function run(
  names: string[],
  env: Record<string, string>,
): Promise<{ results: FileResult[]; output: string }> {
  const files = { unit: names, system: [], alone: [] };
  const script = `
    const { runTests } = await import(${JSON.stringify(join(root, 'deploy/local/testing/tap.ts'))});
    const env = { ...process.env, RUNNER_PID: String(process.pid) };
    const results = await runTests(${JSON.stringify(files)}, 2, env);
    console.log('results ' + JSON.stringify(results));
  `;
  const args = ['--input-type=module', '-e', script];
  const { output } = await runCommand(process.execPath, args, { env, timeoutMs: 240_000 });
  const [, results = '[]'] = /^results (.+)$/m.exec(output) ?? [];
  return { results: JSON.parse(results) as FileResult[], output };
}

t.test('ends a file that hangs, with the child that holds its output, and reports it', async (t) => {
  const dir = t.testdir({ 'hanging.test.js': hanging, 'good.test.js': `import t from 'tap'; t.pass();` });
  const names = ['good', 'hanging'].map((name) => relative(root, join(dir, `${name}.test.js`)));
  const pidFile = join(dir, 'pid');
  const { results, output } = await run(names, { TAP_TIMEOUT: '20', PID_FILE: pidFile });
  const [good, hung] = results;
  t.match(good, { passed: 1, failures: [] }, output);
  t.match(hung, { passed: 0, failures: [{ name: /timeout!|time limit/ }] });
  t.notOk(isAlivePid(Number(readFileSync(pidFile, 'utf8'))), 'the child has ended too');
});

// Fails once. With a stall, the runner's timers are late then, as on a machine that stands still.
const failingOnce = (withStall: boolean): string => `
  import { existsSync, writeFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import t from 'tap';
  const marker = new URL(import.meta.url.replace('test.js', 'marker'));
  const isFirst = !existsSync(marker);
  if (isFirst) writeFileSync(marker, '');
  const runner = Number(process.env.RUNNER_PID);
  if (isFirst && ${withStall}) {
    process.kill(runner, 'SIGSTOP');
    await sleep(2_000);
    process.kill(runner, 'SIGCONT');
  }
  t.notOk(isFirst, 'is not the first run');
`;

t.test('runs a file again that failed while the machine stood still, and no other', async (t) => {
  const dir = t.testdir({ 'stalled.test.js': failingOnce(true) });
  const { results, output } = await run([relative(root, join(dir, 'stalled.test.js'))], {});
  t.match(results, [{ passed: 1, failures: [] }], output);
  t.match(output, /stalled\.test\.js runs again, because a timer was \d+ ms late while it ran/);
  t.match(output, '✗ is not the first run', 'the first failure is shown');

  const steady = t.testdir({ 'steady.test.js': failingOnce(false) });
  const second = await run([relative(root, join(steady, 'steady.test.js'))], {});
  t.match(second.results, [{ passed: 0, failures: [{ name: 'is not the first run' }] }], second.output);
});

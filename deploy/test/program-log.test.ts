import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { type Leader, launchGroup, signalGroup } from '../local/process-group.ts';
import { ProgramLog } from '../local/program-log.ts';

const launch = (t: Test, script: string): Leader => {
  const leader = launchGroup({
    name: 'writer',
    command: process.execPath,
    args: ['-e', script],
    env: {},
    ready: async () => undefined,
    readyWithinMs: 0,
    stopWithinMs: 0,
  });
  t.teardown(() => signalGroup(leader, 'SIGKILL'));
  return leader;
};

async function written(t: Test, log: ProgramLog, script: string): Promise<void> {
  const leader = launch(t, script);
  log.follow(leader);
  await once(leader, 'exit');
  await log.lastWords(leader);
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `  ${from + index}`);

t.test('of a long launch the first and the last lines are shown, and all of it is kept', async (t) => {
  const dataDir = t.testdir();
  const log = new ProgramLog('writer', { dataDir });
  const path = join(dataDir, 'logs/writer.log');
  await written(t, log, 'for (let n = 1; n <= 100; n += 1) console.log(n)');
  t.strictSame(log.shown().split('\n'), [
    `From ${path}:`,
    ...numbers(1, 20),
    '  ... 60 lines more ...',
    ...numbers(81, 100),
  ]);
  await log.end();
  t.equal(readFileSync(path, 'utf8').trim().split('\n').length, 100);
});

t.test('of the launch before nothing is shown; each line is told once, as it was written', async (t) => {
  const dataDir = t.testdir();
  const told: string[] = [];
  const log = new ProgramLog('writer', { dataDir, onLine: (name, line) => told.push(`${name}: ${line}`) });
  await written(t, log, 'console.log("first")');
  await written(t, log, `process.stdout.write('se', () => process.stdout.write('cond\\n\\nwithout end'))`);
  t.strictSame(told, ['writer: first', 'writer: second', 'writer: without end']);
  t.equal(log.shown(), `From ${log.path}:\n  second\n  without end`);
  await log.end();
});

t.test('output that outlives its program is not waited for', async (t) => {
  const log = new ProgramLog('writer', { dataDir: t.testdir() });
  const orphan = `
    require('node:child_process').spawn('sleep', ['60'], { stdio: 'inherit' }).unref();
    console.log('over');
  `;
  await written(t, log, orphan);
  t.equal(log.shown(), `From ${log.path}:\n  over`);
  await log.end();
});

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import t, { type Test } from 'tap';
import { ProgramLog } from '../local/program-log.ts';

type Writer = ChildProcessByStdio<null, Readable, Readable>;

const launch = (t: Test, script: string): Writer => {
  const writer = spawn(process.execPath, ['-e', script], {
    env: {},
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => {
    try {
      process.kill(-writer.pid!, 'SIGKILL');
    } catch {
      // The group has ended.
    }
  });
  return writer;
};

async function written(t: Test, log: ProgramLog, script: string): Promise<void> {
  const writer = launch(t, script);
  log.follow(writer);
  await once(writer, 'exit');
  await log.readToEnd(writer);
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `  ${from + index}`);

t.test('shows the first and the last lines of a long launch, and keeps all of it', async (t) => {
  const dataDir = t.testdir();
  const log = new ProgramLog('writer', { dataDir });
  const path = join(dataDir, 'logs/writer.log');
  await written(t, log, 'for (let n = 1; n <= 100; n += 1) console.log(n)');
  t.strictSame(log.excerpt().split('\n'), [
    `From ${path}:`,
    ...numbers(1, 20),
    '  ... 60 lines more ...',
    ...numbers(81, 100),
  ]);
  await log.end();
  t.equal(readFileSync(path, 'utf8').trim().split('\n').length, 100);
});

t.test('shows nothing of the launch before; passes each line on once, as it was written', async (t) => {
  const dataDir = t.testdir();
  const lines: string[] = [];
  const log = new ProgramLog('writer', { dataDir, onLine: (name, line) => lines.push(`${name}: ${line}`) });
  await written(t, log, 'console.log("first")');
  await written(t, log, `process.stdout.write('se', () => process.stdout.write('cond\\n\\nwithout end'))`);
  t.strictSame(lines, ['writer: first', 'writer: second', 'writer: without end']);
  t.equal(log.excerpt(), `From ${log.path}:\n  second\n  without end`);
  await log.end();
});

t.test('does not wait for output that outlives its program', async (t) => {
  const log = new ProgramLog('writer', { dataDir: t.testdir() });
  const orphan = `
    require('node:child_process').spawn('sleep', ['60'], { stdio: 'inherit' }).unref();
    console.log('over');
  `;
  await written(t, log, orphan);
  t.equal(log.excerpt(), `From ${log.path}:\n  over`);
  await log.end();
});

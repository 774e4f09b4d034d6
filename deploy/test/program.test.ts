import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ProgramLog } from '../local/program.ts';

async function write(log: ProgramLog, script: string): Promise<void> {
  const output = log.beginLaunch();
  await once(spawn(process.execPath, ['-e', script], { env: {}, stdio: ['ignore', output, output] }), 'exit');
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `  ${from + index}`);

t.test('shows the first and the last lines of a long launch, and keeps all of it', async (t) => {
  const dataDir = t.testdir();
  const log = new ProgramLog('writer', dataDir);
  const path = join(dataDir, 'logs/writer.log');
  await write(log, 'for (let n = 1; n <= 100; n += 1) console.log(n)');
  t.strictSame(log.excerpt().split('\n'), [
    `From ${path}:`,
    ...numbers(1, 20),
    '  ... 60 lines more ...',
    ...numbers(81, 100),
  ]);
  t.equal(readFileSync(path, 'utf8').trim().split('\n').length, 100);
  log.close();
});

t.test('shows both outputs of the present launch, and nothing of the launch before', async (t) => {
  const log = new ProgramLog('writer', t.testdir());
  await write(log, 'console.log("first")');
  await write(log, `process.stdout.write('second\\n\\n'); process.stderr.write('without end')`);
  t.equal(log.excerpt(), `From ${log.path}:\n  second\n  without end`);
  log.close();
});

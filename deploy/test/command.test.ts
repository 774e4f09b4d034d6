import { join } from 'node:path';
import t from 'tap';
import { lastLine, runCommand, which } from '../local/command.ts';

t.test('a program that does not exist is 127, and does not keep the process from ending', async (t) => {
  const file = JSON.stringify(join(import.meta.dirname, '../local/command.ts'));
  const script = `
    const { runCommand } = await import(${file});
    const { code, output } = await runCommand('/nowhere/downbeat', []);
    console.log(code + ' ' + output);
  `;
  const args = ['--input-type=module', '-e', script];
  const { code, output } = await runCommand(process.execPath, args, { timeoutMs: 20_000 });
  t.equal(code, 0);
  t.equal(lastLine(output), '127 spawn /nowhere/downbeat ENOENT');
});

t.test('a program that takes too long is killed, and is 124 with its output', async (t) => {
  const outcome = await runCommand('sh', ['-c', 'echo begun; exec sleep 60'], { timeoutMs: 5_000 });
  t.strictSame(outcome, { code: 124, output: 'begun\n' });
});

t.test('returns the exit code and both outputs, also of a failure', async (t) => {
  const outcome = await runCommand('sh', ['-c', 'echo $GREETING in $PWD; echo no >&2; exit 3'], {
    env: { GREETING: 'hello' },
    cwd: '/usr',
  });
  t.strictSame(outcome, { code: 3, output: 'hello in /usr\nno\n' });
});

t.test('looks for a program in the given folders before the PATH', async (t) => {
  t.equal(await which('sh', ['/nowhere', '/bin']), '/bin/sh');
  t.equal(await which('downbeat-which-is-nowhere', ['']), undefined);
});

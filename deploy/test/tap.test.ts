import { join, relative } from 'node:path';
import t from 'tap';
import { runCommand } from '../local/command.ts';
import { isAlivePid } from '../local/pid-file.ts';
import { root } from '../local/paths.ts';

const hanging = `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  import t from 'tap';
  const child = spawn('sleep', ['300'], { stdio: 'inherit' });
  writeFileSync(process.env.PID_FILE, String(child.pid));
  t.test('hangs', () => new Promise(() => setInterval(() => undefined, 1000)));
`;

t.test('ends a file that hangs, with the child that holds its output, and reports it', async (t) => {
  const dir = t.testdir({ 'hanging.test.js': hanging, 'good.test.js': `import t from 'tap'; t.pass();` });
  const names = ['good', 'hanging'].map((name) => relative(root, join(dir, `${name}.test.js`)));
  const files = { unit: names, system: [], alone: [] };
  // In a process of its own, because it prints its report.
  const script = `
    import { readFileSync } from 'node:fs';
    const { runTests } = await import(${JSON.stringify(join(root, 'deploy/local/testing/tap.ts'))});
    const results = await runTests(${JSON.stringify(files)}, 2, process.env);
    console.log(readFileSync(process.env.PID_FILE, 'utf8') + ' ' + JSON.stringify(results));
  `;
  const env = { TAP_TIMEOUT: '20', PID_FILE: join(dir, 'pid') };
  const args = ['--input-type=module', '-e', script];
  const { code, output } = await runCommand(process.execPath, args, { env, timeoutMs: 240_000 });
  t.equal(code, 0, output);
  const [, pid, results = ''] = /^(\d+) (.+)$/m.exec(output) ?? [];
  const [good, hung] = JSON.parse(results) as { passed: number; failures: { name: string }[] }[];
  t.match(good, { passed: 1, failures: [] });
  t.match(hung, { passed: 0, failures: [{ name: /timeout!|time limit/ }] });
  t.notOk(isAlivePid(Number(pid)), 'the child has ended too');
});

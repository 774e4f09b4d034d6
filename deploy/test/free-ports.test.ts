import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import t from 'tap';
import { freePorts } from '../local/testing/free-ports.ts';
import { portNames } from '../local/ports.ts';

const module_ = join(import.meta.dirname, '../local/testing/free-ports.ts');

t.test('two that ask at the same moment get ports of their own, also from two processes', async (t) => {
  const code = `const { freePorts } = await import(${JSON.stringify(module_)});
    console.log(JSON.stringify(await freePorts())); setInterval(() => undefined, 1000)`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill());
  const [told, first, second] = await Promise.all([once(child.stdout, 'data'), freePorts(), freePorts()]);
  const other = JSON.parse(String(told[0])) as typeof first;
  const all = [first, second, other].flatMap((ports) => portNames.map((name) => ports[name]));
  t.equal(new Set(all).size, 3 * portNames.length);
});

import { join } from 'node:path';
import t from 'tap';
import { onPath } from '../../local/sources/on-path.ts';
import { program } from './kit.ts';

t.test('one that is not there, or no program, is passed over', async (t) => {
  const folder = t.testdir();
  program(folder, 'downbeat-db', 'echo 8.0.1', 0o644);
  const { find } = onPath({ program: 'downbeat-db', further: [folder] });
  t.strictSame(await find(), { reason: 'no downbeat-db' });
});

t.test('one that is too old, or does not tell how old, is passed over with its path', async (t) => {
  const folder = t.testdir();
  const path = program(folder, 'downbeat-db', 'echo "db version v5.9.3"');
  const { find } = onPath({ program: 'downbeat-db', further: [folder], minimum: '6.0' });
  t.strictSame(await find(), { reason: `${path} is 5.9.3, at least 6.0 is needed` });
  for (const script of ['echo nothing', 'exit 1']) {
    program(folder, 'downbeat-db', script);
    t.strictSame(await find(), { reason: `${path} does not tell its version` });
  }
});

t.test('the first of the folders that has one is taken, further folders before the PATH', async (t) => {
  const folder = t.testdir();
  const [one = '', two = ''] = ['one', 'two'].map((name) => join(folder, name));
  program(one, 'downbeat-db', 'exit 0', 0o644);
  const path = program(two, 'downbeat-db', 'echo v=6.2.1');
  const { PATH = '' } = process.env;
  t.teardown(() => (process.env.PATH = PATH));
  process.env.PATH = `${one}:${two}:${PATH}`;
  const { kind, label, find } = onPath({ program: 'downbeat-db', minimum: '6.2' });
  t.strictSame(
    { kind, label, ...(await find()) },
    { kind: 'path', label: 'on the PATH', how: 'program', path },
  );
  const further = program(join(folder, 'further'), 'downbeat-db', 'echo 6.2');
  const before = onPath({ program: 'downbeat-db', further: [join(folder, 'further')], minimum: '6.2' });
  t.strictSame(await before.find(), { how: 'program', path: further });
});

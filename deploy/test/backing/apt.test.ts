// The reasons before an installation; an installation itself would change the machine that the tests run on.
import t from 'tap';
import { aptInstall, aptPackage } from '../../local/backing/apt.ts';
import { found, program } from './kit.ts';

const never = async (): Promise<{ reason: string }> => {
  throw new Error('it looks for a program that could not be installed');
};

t.test('finds nothing on a machine without Debian packages', async (t) => {
  const install = `source.aptInstall(['redis-server'])`;
  t.equal(await found('apt.ts', install, { PATH: t.testdir() }), 'no apt-get');
});

t.test('does not install without root', async (t) => {
  const folder = t.testdir();
  program(folder, 'apt-get', 'echo it was called; exit 1');
  const { PATH = '' } = process.env;
  const getuid = process.getuid;
  t.teardown(() => Object.assign(process, { getuid }));
  t.teardown(() => (process.env.PATH = PATH));
  process.env.PATH = `${folder}:${PATH}`;
  process.getuid = () => 1000;
  t.equal(await aptInstall(['redis-server']), 'apt-get needs root');
  const { kind, label, find } = aptPackage(['redis-server', 'lua'], never);
  t.strictSame({ kind, label }, { kind: 'package', label: 'Debian package redis-server, lua' });
  t.strictSame(await find(), { reason: 'apt-get needs root' });
});

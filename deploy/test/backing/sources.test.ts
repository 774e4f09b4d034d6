import { join } from 'node:path';
import t from 'tap';
import {
  type Source,
  allowedKinds,
  atLeast,
  choose,
  firstVersion,
  onPath,
  sourceKinds,
} from '../../local/backing/sources.ts';
import { program } from './kit.ts';

const asked: string[] = [];
t.beforeEach(() => asked.splice(0));

const source = (kind: Source['kind'], has: boolean): Source => ({
  kind,
  label: `the ${kind}`,
  find: async () => {
    asked.push(kind);
    return has ? { how: 'program', path: `/${kind}` } : { reason: 'nothing' };
  },
});

t.test('names every reason when no source has the server', async (t) => {
  const sources = [source('path', false), source('package', false)];
  await t.rejects(choose('MongoDB', sources, sourceKinds), {
    message: 'No MongoDB was found, nor could one be installed.\n  the path: nothing\n  the package: nothing',
  });
});

t.test('takes the first source that has the server and tries none after it', async (t) => {
  const sources = [source('path', false), source('cache', true), source('docker', true)];
  t.strictSame(await choose('Redis', sources, sourceKinds), {
    launch: { how: 'program', path: '/cache' },
    label: 'the cache',
    skipped: ['the path: nothing'],
  });
  t.strictSame(asked, ['path', 'cache']);
});

t.test('does not try a source of a kind that is not allowed', async (t) => {
  const sources = [source('path', true), source('docker', true)];
  const { label } = await choose('Redis', sources, allowedKinds('docker'));
  t.equal(label, 'the docker');
  t.strictSame(asked, ['docker']);
});

t.test('BACKING does not change the order of the sources, and refuses an unknown kind', async (t) => {
  t.strictSame(allowedKinds('docker, path'), ['path', 'docker']);
  t.strictSame(allowedKinds(''), sourceKinds);
  t.strictSame(allowedKinds(undefined), sourceKinds);
  t.throws(() => allowedKinds('path,brew'), {
    message: 'BACKING knows path, cache, package, download, docker, not brew.',
  });
});

t.test('reads the version in the output of a server', async (t) => {
  t.equal(firstVersion('Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0'), '7.0.15');
  t.equal(firstVersion('db version v6.0.5\nBuild Info: {'), '6.0.5');
  t.equal(firstVersion('no number'), undefined);
});

t.test('compares versions number by number', async (t) => {
  t.equal(atLeast('6.0.5', '6.0'), true);
  t.equal(atLeast('10.2', '9.10'), true);
  t.equal(atLeast('6.2', '6.10'), false);
  t.equal(atLeast('6', '6.0.1'), false);
  t.equal(atLeast('7', '6.0.1'), true);
});

t.test('skips a program that does not exist or is not executable', async (t) => {
  const folder = t.testdir();
  program(folder, 'downbeat-db', 'echo 8.0.1', 0o644);
  const { find } = onPath({ program: 'downbeat-db', folders: [folder] });
  t.strictSame(await find(), { reason: 'no downbeat-db' });
});

t.test('skips a program that is too old or does not print its version, and names its path', async (t) => {
  const folder = t.testdir();
  const path = program(folder, 'downbeat-db', 'echo "db version v5.9.3"');
  const { find } = onPath({ program: 'downbeat-db', folders: [folder], minimum: '6.0' });
  t.strictSame(await find(), { reason: `${path} is 5.9.3, at least 6.0 is needed` });
  for (const script of ['echo nothing', 'exit 1']) {
    program(folder, 'downbeat-db', script);
    t.strictSame(await find(), { reason: `${path} does not print its version` });
  }
});

t.test('takes the program of the first folder that has one, extra folders before the PATH', async (t) => {
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
  const before = onPath({ program: 'downbeat-db', folders: [join(folder, 'further')], minimum: '6.2' });
  t.strictSame(await before.find(), { how: 'program', path: further });
});

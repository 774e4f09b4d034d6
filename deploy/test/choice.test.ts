import t from 'tap';
import { type Source, allowedKinds, choose, sourceKinds } from '../local/sources/source.ts';

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

t.test('when no source has it, the error names every reason', async (t) => {
  const sources = [source('path', false), source('package', false)];
  await t.rejects(choose('MongoDB', sources, sourceKinds), {
    message: 'No MongoDB was found, nor could one be installed.\n  the path: nothing\n  the package: nothing',
  });
});

t.test('the first source that has it is taken, and none after it is asked', async (t) => {
  const sources = [source('path', false), source('cache', true), source('docker', true)];
  t.strictSame(await choose('Redis', sources, sourceKinds), {
    launch: { how: 'program', path: '/cache' },
    label: 'the cache',
    passed: ['the path: nothing'],
  });
  t.strictSame(asked, ['path', 'cache']);
});

t.test('a source of a kind that is not allowed is not asked', async (t) => {
  const sources = [source('path', true), source('docker', true)];
  const { label } = await choose('Redis', sources, allowedKinds('docker'));
  t.equal(label, 'the docker');
  t.strictSame(asked, ['docker']);
});

t.test(
  'BACKING keeps the order, whatever order it is written in, and refuses what it does not know',
  async (t) => {
    t.strictSame(allowedKinds('docker, path'), ['path', 'docker']);
    t.strictSame(allowedKinds(''), sourceKinds);
    t.strictSame(allowedKinds(undefined), sourceKinds);
    t.throws(() => allowedKinds('path,brew'), {
      message: 'BACKING knows path, cache, package, download, docker, not brew.',
    });
  },
);

import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { found, program } from './kit.ts';

/** The two folders of the cache, both empty. */
function places(t: Test): { own: string; shared: string; env: Record<string, string> } {
  const folder = t.testdir();
  const [DATA_DIR, XDG_CACHE_HOME] = [join(folder, 'data'), join(folder, 'home')];
  return {
    own: join(DATA_DIR, 'cache'),
    shared: join(XDG_CACHE_HOME, 'downbeat'),
    env: { DATA_DIR, XDG_CACHE_HOME },
  };
}

const find = (env: Record<string, string>): Promise<unknown> =>
  found('sources.ts', `source.cached('mongod', '8.0.1').find()`, env);

t.test(
  'finds nothing in an empty cache, for another version, and in a file that is not executable',
  async (t) => {
    const { own, shared, env } = places(t);
    t.strictSame(await find(env), { reason: 'nothing yet' });
    program(join(shared, 'mongod-8.0.2'), 'mongod', 'exit 0');
    program(join(own, 'mongod-8.0.1'), 'mongod', 'exit 0', 0o644);
    t.strictSame(await find(env), { reason: 'nothing yet' });
  },
);

t.test('prefers the cache of this clone to the shared one', async (t) => {
  const { own, shared, env } = places(t);
  const ofAll = program(join(shared, 'mongod-8.0.1'), 'mongod', 'exit 0');
  t.strictSame(await find(env), { how: 'program', path: ofAll });
  const mine = program(join(own, 'mongod-8.0.1'), 'mongod', 'exit 0');
  t.strictSame(await find(env), { how: 'program', path: mine });
});

t.test('keeps a complete, executable copy and finds it again', async (t) => {
  const { shared, env } = places(t);
  const fetched = join(t.testdirName, 'fetched');
  writeFileSync(fetched, 'the program', { mode: 0o600 });
  const keep = `source.keep('mongod', '8.0.1', ${JSON.stringify(fetched)})`;
  const path = join(shared, 'mongod-8.0.1/mongod');
  t.equal(await found('sources.ts', keep, env), path);
  t.strictSame(readdirSync(join(shared, 'mongod-8.0.1')), ['mongod'], 'nothing beside it');
  t.equal(readFileSync(path, 'utf8'), 'the program');
  t.equal(statSync(path).mode & 0o777, 0o755);
  t.strictSame(await find(env), { how: 'program', path });
});

t.test('keeps a program for this clone when the shared folder is not writable', async (t) => {
  const { own, env } = places(t);
  writeFileSync(env.XDG_CACHE_HOME!, 'a file where the folder would be');
  t.equal(await found('sources.ts', 'source.cacheFolder()', env), own);
  t.ok(statSync(own).isDirectory());
});

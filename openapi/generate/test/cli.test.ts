import { readFile, readdir, rm, stat, writeFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { run } from '../cli.ts';
import { repository, type Folders } from './fixture.ts';

/** A copy of the repository's contracts in a folder of its own, and a way to run the generator on it. */
async function copy(t: Folders) {
  const root = t.testdir({ openapi: {} });
  const contracts = join(repository, 'openapi');
  for (const name of (await readdir(contracts)).filter((name) => name.endsWith('.yaml'))) {
    await cp(join(contracts, name), join(root, 'openapi', name));
  }
  const generate = async (...options: string[]) => {
    const said: string[] = [];
    const complained: string[] = [];
    const output = {
      say: (line: string) => said.push(line),
      complain: (line: string) => complained.push(line),
    };
    return { code: await run(options, root, output), said, complained };
  };
  return { root, generate };
}

t.test('refuses an option it does not know, and writes nothing', async (t) => {
  const { root, generate } = await copy(t);
  t.same(await generate('--chekc'), {
    code: 1,
    said: [],
    complained: ['unknown option "--chekc"; only --check is understood'],
  });
  t.same(await readdir(root), ['openapi']);
});

t.test('a contract that is not understood is one line, and nothing is written', async (t) => {
  const { root, generate } = await copy(t);
  const path = join(root, 'openapi/auth.yaml');
  await writeFile(path, (await readFile(path, 'utf8')).replace('maxLength: 128', 'maxLen: 128'));
  t.same(await generate(), {
    code: 1,
    said: [],
    complained: [
      'auth.yaml#/components/schemas/Password/maxLen: the keyword "maxLen" is not understood in a schema of type string',
    ],
  });
  t.same(await readdir(root), ['openapi']);
});

t.test(
  '--check names what is missing, what differs and what has no contract, and changes nothing',
  async (t) => {
    const { root, generate } = await copy(t);
    await generate();
    const auth = join(root, 'services/auth/src/generated');
    await writeFile(join(auth, 'schemas.gen.ts'), '// by hand');
    await writeFile(join(auth, 'old.gen.ts'), '');
    await writeFile(join(auth, 'notes.md'), 'no concern of ours');
    await rm(join(root, 'services/music/src/generated/types.gen.ts'));
    t.same(await generate('--check'), {
      code: 1,
      said: [],
      complained: [
        'differs  services/auth/src/generated/old.gen.ts',
        'differs  services/auth/src/generated/schemas.gen.ts',
        'differs  services/music/src/generated/types.gen.ts',
        'run `make generate` and commit the result',
      ],
    });
    t.equal(await readFile(join(auth, 'schemas.gen.ts'), 'utf8'), '// by hand');
  },
);

t.test('writes only what is not right yet, and then has nothing left to do', async (t) => {
  const { root, generate } = await copy(t);
  const auth = join(root, 'services/auth/src/generated');
  const first = await generate();
  t.equal(first.code, 0);
  t.equal(first.said.at(-1), '36 generated files are up to date');
  t.same((await readdir(auth)).sort(), [
    'contract.gen.json',
    'drift.gen.ts',
    'operations.gen.ts',
    'schemas.gen.ts',
    'types.gen.ts',
  ]);
  await writeFile(join(auth, 'old.gen.ts'), '');
  const before = await stat(join(auth, 'types.gen.ts'));
  t.same(await generate(), {
    code: 0,
    said: ['written  services/auth/src/generated/old.gen.ts', '36 generated files are up to date'],
    complained: [],
  });
  t.equal((await stat(join(auth, 'types.gen.ts'))).mtimeMs, before.mtimeMs, 'what was right is left alone');
  t.notOk((await readdir(auth)).includes('old.gen.ts'), 'what has no contract any more is gone');
  t.same(await generate('--check'), { code: 0, said: [], complained: [] });
});

t.test("the repository's own generated files are up to date", async (t) => {
  const complained: string[] = [];
  const output = { say: () => undefined, complain: (line: string) => complained.push(line) };
  t.equal(await run(['--check'], repository, output), 0);
  t.same(complained, []);
});

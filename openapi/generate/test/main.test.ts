import { readFile, readdir, rm, stat, writeFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { run } from '../main.ts';
import { repository, type Folders } from './fixture.ts';

/** Copies the contracts of the repository into a folder, and runs the generator on it. */
async function copy(t: Folders) {
  const root = t.testdir({ openapi: {} });
  const contracts = join(repository, 'openapi');
  for (const name of (await readdir(contracts)).filter((name) => name.endsWith('.yaml'))) {
    await cp(join(contracts, name), join(root, 'openapi', name));
  }
  const generate = async (...options: string[]) => {
    const logged: string[] = [];
    const errors: string[] = [];
    const output = {
      log: (line: string) => logged.push(line),
      error: (line: string) => errors.push(line),
    };
    return { code: await run(options, root, output), logged, errors };
  };
  return { root, generate };
}

t.test('rejects an unknown option, and writes nothing', async (t) => {
  const { root, generate } = await copy(t);
  t.same(await generate('--chekc'), {
    code: 1,
    logged: [],
    errors: ['unknown option "--chekc"; the only option is --check'],
  });
  t.same(await readdir(root), ['openapi']);
});

t.test('prints one line for an invalid contract, and writes nothing', async (t) => {
  const { root, generate } = await copy(t);
  const path = join(root, 'openapi/auth.yaml');
  await writeFile(path, (await readFile(path, 'utf8')).replace('maxLength: 128', 'maxLen: 128'));
  t.same(await generate(), {
    code: 1,
    logged: [],
    errors: [
      'auth.yaml#/components/schemas/Password/maxLen: the keyword "maxLen" is not understood in a schema of type string',
    ],
  });
  t.same(await readdir(root), ['openapi']);
});

t.test('--check names files that are missing, differ or have no contract, and changes nothing', async (t) => {
  const { root, generate } = await copy(t);
  await generate();
  const auth = join(root, 'services/auth/src/generated');
  await writeFile(join(auth, 'schemas.gen.ts'), '// by hand');
  await writeFile(join(auth, 'old.gen.ts'), '');
  await writeFile(join(auth, 'notes.md'), 'not generated');
  await rm(join(root, 'services/music/src/generated/types.gen.ts'));
  t.same(await generate('--check'), {
    code: 1,
    logged: [],
    errors: [
      'differs  services/auth/src/generated/old.gen.ts',
      'differs  services/auth/src/generated/schemas.gen.ts',
      'differs  services/music/src/generated/types.gen.ts',
      'run `make generate` and commit the result',
    ],
  });
  t.equal(await readFile(join(auth, 'schemas.gen.ts'), 'utf8'), '// by hand');
});

t.test('writes only what differs; a second run changes nothing', async (t) => {
  const { root, generate } = await copy(t);
  const auth = join(root, 'services/auth/src/generated');
  const first = await generate();
  t.equal(first.code, 0);
  t.equal(first.logged.at(-1), '49 generated files are up to date');
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
    logged: ['written  services/auth/src/generated/old.gen.ts', '49 generated files are up to date'],
    errors: [],
  });
  t.equal(
    (await stat(join(auth, 'types.gen.ts'))).mtimeMs,
    before.mtimeMs,
    'a file that was up to date is not written',
  );
  t.notOk((await readdir(auth)).includes('old.gen.ts'), 'a file without a contract is deleted');
  t.same(await generate('--check'), { code: 0, logged: [], errors: [] });
});

t.test("the repository's own generated files are up to date", async (t) => {
  const errors: string[] = [];
  const output = { log: () => undefined, error: (line: string) => errors.push(line) };
  t.equal(await run(['--check'], repository, output), 0);
  t.same(errors, []);
});

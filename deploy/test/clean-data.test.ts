import { existsSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { runCommand } from '../local/command.ts';
import { rememberPid } from '../local/pid-file.ts';

const script = join(import.meta.dirname, '../local/clean-data.ts');

const clean = async (dataDir: string): Promise<{ code: number; output: string }> => {
  const { code, output } = await runCommand(process.execPath, [script], { env: { DATA_DIR: dataDir } });
  return { code, output: output.trim() };
};

const run = { mongo: { 'data.wt': 'x' }, secrets: { 'secrets.json': '{}' } };
const folder = (t: Test, more: object = {}): { dataDir: string; neighbour: string } => {
  const dir = t.testdir({ data: { ...run, ...more }, neighbour: { file: 'x' } });
  return { dataDir: join(dir, 'data'), neighbour: join(dir, 'neighbour/file') };
};

t.test('removes nothing while a run holds the folder', async (t) => {
  const { dataDir } = folder(t);
  rememberPid(dataDir, 'run', process.pid);
  t.strictSame(await clean(dataDir), {
    code: 1,
    output: `Something still runs on ${dataDir} (run); stop that first.`,
  });
  t.ok(existsSync(join(dataDir, 'mongo/data.wt')));
});

t.test('removes nothing while tests use the folder', async (t) => {
  const { dataDir } = folder(t, { tests: { [String(process.pid)]: {} } });
  t.strictSame(await clean(dataDir), {
    code: 1,
    output: `Something still runs on ${dataDir} (tests, pid ${process.pid}); stop that first.`,
  });
  t.ok(existsSync(join(dataDir, 'mongo/data.wt')));
});

t.test('removes nothing from a folder that holds other files', async (t) => {
  const { dataDir } = folder(t, { 'thesis.txt': 'x', '.git': {} });
  t.strictSame(await clean(dataDir), {
    code: 1,
    output: `${dataDir} holds what no run of Downbeat made (.git, thesis.txt), so nothing is removed.`,
  });
  t.ok(existsSync(join(dataDir, 'mongo/data.wt')));
});

t.test('removes the folder and nothing beside it; a second time there is nothing to do', async (t) => {
  const { dataDir, neighbour } = folder(t, { pids: { mongo: '1 123456789' }, tests: { 999999999: {} } });
  t.strictSame(await clean(dataDir), { code: 0, output: `${dataDir} is gone.` });
  t.notOk(existsSync(dataDir));
  t.ok(existsSync(neighbour));
  t.strictSame(await clean(dataDir), { code: 0, output: `There is no ${dataDir}.` });
});

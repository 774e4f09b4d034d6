import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { startSweeper, type Intake, type LooseFiles } from '../../src/storage/index.ts';

type Sweeps = Pick<LooseFiles, 'sweepAbandoned'> & Pick<Intake, 'removeAbandoned'>;

function sweeperOf(work: Sweeps) {
  const warnings: object[] = [];
  const logger = { warn: (fields: object) => void warnings.push(fields) };
  return { warnings, stop: startSweeper(work, work, logger) };
}

t.test('storage that is away is told of, and ends nothing', async (t) => {
  const away = new Error('away');
  const { warnings, stop } = sweeperOf({
    sweepAbandoned: async () => Promise.reject(away),
    removeAbandoned: async () => void t.fail('not before the first is done'),
  });
  await waitFor('a warning', () => warnings.length > 0);
  t.same(warnings, [{ err: away }]);
  await stop();
});

t.test('it begins at once, and to stop it is to wait for what it is at', async (t) => {
  const [begun, gate] = [Promise.withResolvers(), Promise.withResolvers()];
  const done: string[] = [];
  const { warnings, stop } = sweeperOf({
    sweepAbandoned: async () => {
      begun.resolve(undefined);
      await gate.promise;
      done.push('loose files');
    },
    removeAbandoned: async () => void done.push('intake'),
  });
  await begun.promise;
  const stopped = stop().then(() => done.push('stopped'));
  gate.resolve(undefined);
  await stopped;
  t.same(done, ['loose files', 'intake', 'stopped']);
  t.same(warnings, []);
});

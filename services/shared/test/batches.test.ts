import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { createBatches } from '../src/batches.ts';
import { Deadline, runWithDeadline } from '../src/deadline.ts';

t.test('puts the calls of one tick together, and those that come while a batch is at work', async (t) => {
  const batches: number[][] = [];
  let atWork = Promise.withResolvers<undefined>();
  let begun = Promise.withResolvers<undefined>();
  const double = createBatches<number, number>({
    what: 'doubling',
    maxSize: 3,
    work: async (items) => {
      batches.push([...items]);
      begun.resolve(undefined);
      await atWork.promise;
      return items.map((item) => item * 2);
    },
  });
  const first = [1, 2].map((item) => double(item));
  await begun.promise;
  const later = [3, 4, 5, 6].map((item) => double(item));
  const release = atWork;
  [atWork, begun] = [Promise.withResolvers(), Promise.withResolvers()];
  atWork.resolve(undefined);
  release.resolve(undefined);
  t.strictSame(await Promise.all([...first, ...later]), [2, 4, 6, 8, 10, 12]);
  t.strictSame(batches, [[1, 2], [3, 4, 5], [6]]);
});

t.test('keeps the calls of different keys apart', async (t) => {
  const work = async (items: readonly string[], key: string) =>
    items.map((item) => `${key}${items.length}${item}`);
  const run = createBatches({ what: 'work', maxSize: 10, work });
  const outputs = await Promise.all([run('x', 'a'), run('y', 'b'), run('z', 'a')]);
  t.strictSame(outputs, ['a2x', 'b1y', 'a2z']);
});

t.test('does not wait for a batch that hangs, and goes on after one that fails', async (t) => {
  const run = createBatches<string, string>({
    what: 'work',
    maxSize: 1,
    work: async ([item]) => {
      if (item === 'hangs') await new Promise(() => undefined);
      if (item === 'fails') throw new Error('broken');
      return [item!];
    },
  });
  void run('hangs');
  await t.rejects(run('fails'), { message: 'broken' });
  t.equal(await run('works'), 'works');
});

t.test('runs one batch after the other where they must not overlap', async (t) => {
  let [atWork, most] = [0, 0];
  const run = createBatches<number, number>({
    what: 'work',
    maxSize: 1,
    isSerial: true,
    work: async (items) => {
      atWork += 1;
      most = Math.max(most, atWork);
      // Longer than batches wait for each other otherwise.
      await sleep(60);
      atWork -= 1;
      return items;
    },
  });
  t.strictSame(await Promise.all([1, 2, 3].map((item) => run(item))), [1, 2, 3]);
  t.equal(most, 1);
});

t.test(
  'works outside of the request that began a batch, and ends each wait at its own deadline',
  async (t) => {
    const storage = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const run = createBatches<number, number>({
      what: 'slow work',
      maxSize: 10,
      work: async (items) => {
        seen.push(storage.getStore());
        await sleep(20);
        return items;
      },
    });
    const late = runWithDeadline(new Deadline(1), () => storage.run('request', () => run(1)));
    const other = run(2);
    await t.rejects(late, { name: 'DeadlineError', message: /^slow work took longer than/ });
    t.equal(await other, 2);
    t.strictSame(seen, [undefined]);
  },
);

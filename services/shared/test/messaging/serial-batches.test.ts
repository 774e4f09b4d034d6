import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { waitFor } from '@downbeat/shared/test-kit';
import { SerialBatches } from '../../src/messaging/serial-batches.ts';

/** Work that a test ends by `end`, in batches that are recorded. */
function recordBatches(limits: { maxSize: number; parallel: number; longestTurnMs?: number }) {
  const batches: string[][] = [];
  const atWork = new Map<string, PromiseWithResolvers<void>>();
  const queue = new SerialBatches<string>({
    longestTurnMs: 60_000,
    ...limits,
    work: (items) => {
      batches.push([...items]);
      return items.map((item) => {
        const work: PromiseWithResolvers<void> = Promise.withResolvers();
        atWork.set(item, work);
        return work.promise;
      });
    },
  });
  /** The first character is the key. */
  const run = (item: string) => queue.run(item.charAt(0), item);
  return {
    batches,
    run,
    add: (...items: string[]) => {
      for (const item of items) void run(item);
    },
    end: async (...items: string[]) => {
      for (const item of items) atWork.get(item)?.resolve();
      await sleep(0);
    },
    fail: (item: string) => atWork.get(item)?.reject(new Error(`${item} failed`)),
  };
}

t.test(
  'puts together what waits while all turns are taken, and lets a single item wait for no other',
  async (t) => {
    const { add, batches, end } = recordBatches({ maxSize: 3, parallel: 2 });
    add('a');
    await sleep(0);
    add('b');
    await sleep(0);
    add('c', 'd', 'e', 'f');
    await sleep(0);
    t.strictSame(batches, [['a'], ['b']]);
    await end('a');
    t.strictSame(batches.slice(2), [['c', 'd', 'e']]);
    await end('c', 'd');
    t.equal(batches.length, 3, 'a batch has its turn until its last item has ended');
    await end('b');
    t.strictSame(batches.slice(3), [['f']]);
    await end('e', 'f');
  },
);

t.test('has one item of a key at work, in the order of the calls, failed or not', async (t) => {
  const { run, batches, end, fail } = recordBatches({ maxSize: 10, parallel: 2 });
  const first = run('a1');
  const others = ['a2', 'b'].map(run);
  await sleep(0);
  t.strictSame(batches, [['a1', 'b']]);
  fail('a1');
  await t.rejects(first, { message: 'a1 failed' });
  await sleep(0);
  t.strictSame(batches.slice(1), [['a2']], 'does not wait for the other item of the batch');
  await end('a2', 'b');
  await t.resolves(Promise.all(others));
});

t.test('gives the turn of an item that hangs to others, but not to those of its key', async (t) => {
  const { run, add, batches, end } = recordBatches({ maxSize: 10, parallel: 1, longestTurnMs: 1 });
  add('a1');
  await sleep(0);
  add('a2');
  const other = run('b');
  await waitFor('the turn to pass', () => batches.length === 2);
  await end('b');
  await t.resolves(other);
  t.strictSame(batches, [['a1'], ['b']]);
  await end('a1');
  t.strictSame(batches.slice(2), [['a2']]);
});

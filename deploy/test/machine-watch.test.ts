import t from 'tap';
import { poll } from '../local/probes.ts';
import {
  describeMachine,
  type MachineSample,
  stallOf,
  watchMachine,
} from '../local/testing/machine-watch.ts';

const EVERY_MS = 500;

/** A sample every half second, from the start of the clock. */
const samples = (count: number, changes: Record<number, Partial<MachineSample>> = {}): MachineSample[] =>
  Array.from({ length: count }, (_, index) => ({
    atMs: index * EVERY_MS,
    timerLateMs: 3,
    diskMs: 1,
    workMs: 3,
    ...changes[index],
  }));

t.test('finds no stall on a machine that is only busy', async (t) => {
  const busy = samples(60, { 3: { timerLateMs: 80, diskMs: 300 }, 20: { workMs: 11 } });
  t.equal(stallOf(busy, 0, 30_000), undefined);
  t.match(
    describeMachine(busy),
    'timers up to 80 ms late, disk up to 300 ms, processor up to 1.3 times slower',
  );
  t.equal(stallOf([], 0, 30_000), undefined);
});

t.test('finds a late timer, also where the stall began or ended outside', async (t) => {
  const stalled = samples(60, { 20: { timerLateMs: 2_400 } });
  t.equal(stallOf(stalled, 0, 30_000), 'a timer was 2400 ms late');
  t.equal(stallOf(stalled, 9_000, 9_500), 'a timer was 2400 ms late');
  t.equal(stallOf(stalled, 0, 7_000), undefined);
  t.equal(stallOf(stalled, 10_500, 30_000), undefined);
});

t.test('finds a disk that stands still', async (t) => {
  const stalled = samples(60, { 20: { diskMs: 1_600 } });
  t.equal(stallOf(stalled, 0, 30_000), 'the disk took 1600 ms for one byte');
});

t.test('finds seconds in which the processor is slower than at best', async (t) => {
  const slow = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [20 + index, { workMs: 9 }]));
  t.equal(stallOf(samples(60, slow), 0, 30_000), 'the processor was 3.0 times slower');
  t.equal(stallOf(samples(60, slow), 0, 9_000), undefined);
});

t.test('takes samples until it is stopped', async (t) => {
  const watch = await watchMachine(t.testdir());
  t.teardown(() => watch.stop());
  const first = async (): Promise<MachineSample> => {
    const [sample] = watch.samples;
    if (sample === undefined) throw new Error('none yet');
    return sample;
  };
  const sample = await poll(first, { withinMs: 20_000, what: 'The first sample' });
  await watch.stop();
  t.ok(sample.workMs > 0 && sample.diskMs > 0 && sample.atMs > 0);
});

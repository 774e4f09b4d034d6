import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { reached } from '../test-kit/index.ts';

const never = new Promise<never>(() => undefined);

void t.test('work that ends before the point is an error that names the point', async (t) => {
  await t.rejects(reached('the cup was full', never, Promise.resolve('spilt')), {
    message: 'it was over before the cup was full',
    cause: 'spilt',
  });
  const broken = new Error('the cup broke');
  await t.rejects(reached('the cup was full', never, Promise.reject(broken)), {
    message: 'it was over before the cup was full',
    cause: broken,
  });
});

void t.test('an error of the point is thrown unchanged', async (t) => {
  const wrong = new Error('no such cup');
  await t.rejects(reached('the cup was full', Promise.reject(wrong), never), wrong);
});

void t.test('the point resolves while the work goes on, whose later failure is not thrown', async (t) => {
  const unheard: unknown[] = [];
  const hear = (error: unknown): void => void unheard.push(error);
  process.on('unhandledRejection', hear);
  t.teardown(() => process.off('unhandledRejection', hear));
  const work = Promise.withResolvers<never>();
  await reached('the cup was full', Promise.resolve('full'), work.promise);
  work.reject(new Error('the cup broke'));
  // Node reports unhandled rejections after the current microtasks.
  await setImmediate();
  t.strictSame(unheard, []);
  await t.rejects(work.promise, { message: 'the cup broke' });
});

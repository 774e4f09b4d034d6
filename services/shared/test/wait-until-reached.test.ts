import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { reached } from '../test-kit/index.ts';

const never = new Promise<never>(() => undefined);

void t.test('work that is over before the point fails by the name of the point, with its end', async (t) => {
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

void t.test('a point that fails is thrown as it is', async (t) => {
  const wrong = new Error('no such cup');
  await t.rejects(reached('the cup was full', Promise.reject(wrong), never), wrong);
});

void t.test('the point lets go on while the work does, whose later failure is its own alone', async (t) => {
  const unheard: unknown[] = [];
  const hear = (error: unknown): void => void unheard.push(error);
  process.on('unhandledRejection', hear);
  t.teardown(() => process.off('unhandledRejection', hear));
  const work = Promise.withResolvers<never>();
  await reached('the cup was full', Promise.resolve('full'), work.promise);
  work.reject(new Error('the cup broke'));
  // Node speaks of what nobody heard once all that was ready has been done.
  await setImmediate();
  t.strictSame(unheard, []);
  await t.rejects(work.promise, { message: 'the cup broke' });
});

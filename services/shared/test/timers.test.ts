import { WakeTimer } from '@downbeat/shared/timers';
import t from 'tap';

const FAR_MS = 3_600_000;

t.test('wake ends the wait, also when it came before the wait was awaited', async (t) => {
  const timer = new WakeTimer();
  const wait = timer.next(FAR_MS);
  timer.wake();
  await t.resolves(wait);
});

t.test('a new wait ends the one before; without wake it ends by itself', async (t) => {
  const timer = new WakeTimer();
  const former = timer.next(FAR_MS);
  const next = timer.next(1);
  await t.resolves(former);
  await t.resolves(next);
});

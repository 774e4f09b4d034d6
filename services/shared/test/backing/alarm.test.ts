import { Alarm } from '@downbeat/shared/backing';
import t from 'tap';

const FAR_MS = 3_600_000;

t.test('a ring ends the wait, also one that came before anybody awaited it', async (t) => {
  const alarm = new Alarm();
  const wait = alarm.next(FAR_MS);
  alarm.ring();
  await t.resolves(wait);
});

t.test('a new wait ends the one before; without a ring it ends by itself', async (t) => {
  const alarm = new Alarm();
  const former = alarm.next(FAR_MS);
  const next = alarm.next(1);
  await t.resolves(former);
  await t.resolves(next);
});

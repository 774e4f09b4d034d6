// What a button sends is sent once, however often it is clicked meanwhile.
import { DownbeatError } from '@downbeat/sdk';
import t from 'tap';
import { createAction } from '../src/state/action.ts';
import { notice } from '../src/state/notice.ts';

t.test('the second click of a double one does nothing', async (t) => {
  const action = createAction();
  const answer = Promise.withResolvers<null>();
  let sent = 0;
  const send = (): Promise<null> => {
    sent += 1;
    return answer.promise;
  };
  const busy: boolean[] = [];
  const settled = new Promise<void>((resolve) => {
    action.busy.subscribe((value) => {
      busy.push(value);
      if (busy.length === 3) resolve();
    });
  });
  action.run(send);
  notice.value = 'what came up meanwhile';
  action.run(send);
  t.equal(sent, 1);
  t.equal(notice.value, 'what came up meanwhile', 'nor does it take a complaint away');
  answer.resolve(null);
  await settled;
  t.same(busy, [false, true, false]);
});

t.test('one that failed says so, and can be tried again', async (t) => {
  const action = createAction();
  const told = new Promise<void>((resolve) => {
    notice.subscribe((text) => {
      if (text === 'The service took too long. Try again.') resolve();
    });
  });
  action.run(() => Promise.reject(new DownbeatError('TIMEOUT', 'late')));
  await told;
  t.equal(action.busy.value, false);
  const again = Promise.withResolvers<null>();
  action.run(async () => again.resolve(null));
  await again.promise;
  t.equal(notice.value, null);
});

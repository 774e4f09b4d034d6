// Error messages, and actions that run once at a time.
import { DownbeatError } from '@downbeat/sdk';
import t from 'tap';
import { attempt, createAction, notice, showError } from '../src/state/notice.ts';

const problem = {
  type: 'https://downbeat.dev/problems/validation-failed',
  title: 'The request does not match the contract',
  status: 400,
  code: 'VALIDATION_FAILED',
  instance: '/api/auth/register',
  requestId: 'request-1',
  errors: [{ in: 'body' as const, field: 'email', message: 'must be an e-mail address' }],
};

t.test('shows an error as one sentence: the page’s own, or the service’s with its fields', async (t) => {
  showError(new DownbeatError('INVALID_CREDENTIALS', 'Unauthorized'));
  t.equal(notice.value, 'That e-mail and password do not match.');
  showError(new DownbeatError('VALIDATION_FAILED', problem.title, { problem }));
  t.equal(notice.value, 'Please check what you entered · E-mail must be an e-mail address');
  const errors = ['newPassword', 'change.year', 'trackIds.3', 'weights.0.kilo'].map((field) => ({
    in: 'body' as const,
    field,
    message: 'is wrong',
  }));
  await import('../src/state/sentences.ts');
  showError(new DownbeatError('VALIDATION_FAILED', problem.title, { problem: { ...problem, errors } }));
  t.equal(
    notice.value,
    'Please check what you entered · New password is wrong · Year is wrong · Choice of tracks is wrong · One entry is wrong',
    'no raw name of a field',
  );
  showError(new DownbeatError('INTERNAL', 'Internal Server Error'));
  t.equal(notice.value, 'Something went wrong at Downbeat. Try again in a moment.');
  showError(new DownbeatError('SOMETHING_NEW', 'The moon is full'));
  t.equal(notice.value, 'The moon is full');
});

t.test('shows a general message for an error of the page itself, and logs it', async (t) => {
  const logged = t.capture(console, 'error');
  const error = new TypeError('x is not a function');
  showError(error);
  t.equal(notice.value, 'Something went wrong in this page.');
  t.match(logged(), [{ args: [error] }]);
});

t.test('removes the last message at a click, and shows the error of that click', async (t) => {
  notice.value = 'an old one';
  const clicked = Promise.withResolvers<null>();
  attempt(() => clicked.promise);
  t.equal(notice.value, null);
  clicked.reject(new DownbeatError('TIMEOUT', 'late'));
  await clicked.promise.catch(() => undefined);
  t.equal(notice.value, 'Downbeat took too long to answer. Try again.');
});

t.test('does nothing at the second click of a double click', async (t) => {
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
  notice.value = 'a new message';
  action.run(send);
  t.equal(sent, 1);
  t.equal(notice.value, 'a new message', 'the message is still shown');
  answer.resolve(null);
  await settled;
  t.same(busy, [false, true, false]);
});

t.test('shows an error, and can be tried again', async (t) => {
  const action = createAction();
  const shown = new Promise<void>((resolve) => {
    notice.subscribe((text) => {
      if (text === 'Downbeat took too long to answer. Try again.') resolve();
    });
  });
  action.run(() => Promise.reject(new DownbeatError('TIMEOUT', 'late')));
  await shown;
  t.equal(action.busy.value, false);
  const again = Promise.withResolvers<null>();
  action.run(async () => again.resolve(null));
  await again.promise;
  t.equal(notice.value, null);
});

// What the page says, without the page.
import { DownbeatError } from '@downbeat/sdk';
import t from 'tap';
import { clockText } from '../src/clock-text.ts';
import { fieldOf } from '../src/field-of.ts';
import { attempt, complain, notice } from '../src/state/notice.ts';
import { statusText } from '../src/status-text.ts';

t.test('a duration reads as minutes and seconds', async (t) => {
  t.same([0, 999, 1000, 59_999, 60_000, 61_500, 3_600_000].map(clockText), [
    '0:00',
    '0:00',
    '0:01',
    '0:59',
    '1:00',
    '1:01',
    '60:00',
  ]);
});

t.test('a field that is not there, or holds a file, is empty', async (t) => {
  const form = new FormData();
  form.set('name', 'Ada');
  form.set('cover', new Blob(['x']));
  t.same(
    ['name', 'cover', 'other'].map((name) => fieldOf(form, name)),
    ['Ada', '', ''],
  );
});

t.test('the state of the socket in words', async (t) => {
  t.equal(statusText({ status: 'open', reason: null }), '');
  t.equal(
    statusText({ status: 'waiting', reason: 'the server does not answer' }),
    'Connecting again: the server does not answer. The music goes on.',
  );
  t.equal(statusText({ status: 'connecting', reason: null }), 'Connecting again. The music goes on.');
  t.equal(
    statusText({ status: 'closed', reason: 'the session ended' }),
    'You are no longer in this session: the session ended.',
  );
});

const problem = {
  type: 'https://downbeat.dev/problems/validation-failed',
  title: 'The request does not match the contract',
  status: 400,
  code: 'VALIDATION_FAILED',
  instance: '/api/auth/register',
  requestId: 'request-1',
  errors: [{ in: 'body' as const, field: 'email', message: 'must be an e-mail address' }],
};

t.test('an error is one sentence: ours, or else the service’s with its fields', async (t) => {
  complain(new DownbeatError('INVALID_CREDENTIALS', 'Unauthorized'));
  t.equal(notice.value, 'That e-mail and password do not match.');
  complain(new DownbeatError('VALIDATION_FAILED', problem.title, { problem }));
  t.equal(notice.value, 'That cannot be taken · E-mail must be an e-mail address');
  complain(new DownbeatError('SOMETHING_NEW', 'The moon is full'));
  t.equal(notice.value, 'The moon is full');
});

t.test('a fault of the page itself is no riddle for the listener, and kept for us', async (t) => {
  const told = t.capture(console, 'error');
  const fault = new TypeError('x is not a function');
  complain(fault);
  t.equal(notice.value, 'Something went wrong in this page.');
  t.match(told(), [{ args: [fault] }]);
});

t.test('a click takes the last complaint away, and may leave one of its own', async (t) => {
  notice.value = 'an old one';
  const clicked = Promise.withResolvers<null>();
  attempt(() => clicked.promise);
  t.equal(notice.value, null);
  clicked.reject(new DownbeatError('TIMEOUT', 'late'));
  await clicked.promise.catch(() => undefined);
  t.equal(notice.value, 'The service took too long. Try again.');
});

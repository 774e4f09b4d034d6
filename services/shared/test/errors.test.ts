import t from 'tap';
import { commonErrors, defineErrors, ProblemError } from '@downbeat/shared/errors';

const errors = defineErrors({ CUP_IS_EMPTY: { status: 409, title: 'The cup is empty' } });

void t.test('a catalogue makes errors to throw', async (t) => {
  const cause = new Error('driver text');
  const error = errors.CUP_IS_EMPTY({
    detail: 'Pour first',
    errors: [{ in: 'body', field: 'cup.size', message: 'must be > 0' }],
    headers: { 'retry-after': '3' },
    cause,
  });
  t.ok(error instanceof ProblemError);
  t.ok(error instanceof Error);
  t.equal(error.message, 'Pour first');
  t.equal(error.cause, cause);
  t.strictSame(error.headers, { 'retry-after': '3' });
  t.strictSame(error.toProblem('/cups', 'request-1'), {
    type: 'https://downbeat.dev/problems/cup-is-empty',
    title: 'The cup is empty',
    status: 409,
    code: 'CUP_IS_EMPTY',
    detail: 'Pour first',
    instance: '/cups',
    requestId: 'request-1',
    errors: [{ in: 'body', field: 'cup.size', message: 'must be > 0' }],
  });
});

void t.test('a problem without detail or errors leaves them out', async (t) => {
  const error = errors.CUP_IS_EMPTY();
  t.equal(error.message, 'The cup is empty');
  t.strictSame(error.toProblem('/cups', 'request-1'), {
    type: 'https://downbeat.dev/problems/cup-is-empty',
    title: 'The cup is empty',
    status: 409,
    code: 'CUP_IS_EMPTY',
    instance: '/cups',
    requestId: 'request-1',
  });
});

void t.test('an invalid catalogue is refused at the start', async (t) => {
  t.throws(() => defineErrors({ cupIsEmpty: { status: 409, title: 'x' } }), {
    message: 'The code cupIsEmpty is not in upper snake case',
  });
  t.throws(() => defineErrors({ FINE: { status: 200, title: 'x' } }), {
    message: 'FINE has the status 200; a problem has one from 400 to 599',
  });
});

void t.test('a catalogue cannot be changed', async (t) => {
  t.ok(Object.isFrozen(errors));
  t.ok(Object.isFrozen(commonErrors));
});

void t.test('a code that the catalogue does not have does not compile', async (t) => {
  // @ts-expect-error the catalogue has no such code
  t.equal(errors.CUP_IS_FULL, undefined);
});

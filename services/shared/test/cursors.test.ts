import fc from 'fast-check';
import t from 'tap';
import { ProblemError } from '@downbeat/shared/errors';
import { Cursors } from '@downbeat/shared/paging';

const cursors = new Cursors('a secret');

t.test('a cursor is read as it was written, and is safe in a query', async () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (position) => {
      const cursor = cursors.write('a list', position);
      const read = cursors.read('a list', cursor);
      return /^[\w-]+$/.test(cursor) && JSON.stringify(read) === JSON.stringify(position);
    }),
  );
});

t.test('every other cursor is refused', async (t) => {
  const cursor = cursors.write('a list', ['x']);
  const refused = { name: 'ProblemError', code: 'MALFORMED_CURSOR', status: 400 };
  t.throws(() => cursors.read('another list', cursor), refused);
  t.throws(() => new Cursors('another secret').read('a list', cursor), refused);
  const refuses = (text: string) => {
    try {
      cursors.read('a list', text);
      return false;
    } catch (error) {
      return error instanceof ProblemError;
    }
  };
  fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String()), refuses));
});

import t from 'tap';
import { cutPage } from '@downbeat/shared/paging';

t.test('a page that is followed by another has its last row', async (t) => {
  t.strictSame(cutPage(['a', 'b', 'c'], 2), { rows: ['a', 'b'], last: 'b' });
});

t.test('the last page has no last row, full or empty', async (t) => {
  t.strictSame(cutPage(['a', 'b'], 2), { rows: ['a', 'b'], last: null });
  t.strictSame(cutPage(['a'], 2), { rows: ['a'], last: null });
  t.strictSame(cutPage([], 2), { rows: [], last: null });
});

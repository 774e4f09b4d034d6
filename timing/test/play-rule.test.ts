import t from 'tap';
import { requiredPlayMs } from '../src/index.ts';

t.test('a play is half of a track, and of a long one 4 minutes', async (t) => {
  t.equal(requiredPlayMs(180_000), 90_000);
  t.equal(requiredPlayMs(32_811), 16_406, 'the half of an odd number is not enough');
  t.equal(requiredPlayMs(480_000), 240_000);
  t.equal(requiredPlayMs(3_600_000), 240_000);
});

import t from 'tap';
import { chooseCorrection, correctingRate, ResyncBudget } from '../src/listening/correction.ts';

t.test('chooses a correction in tiers with hysteresis', async (t) => {
  const kind = (errorMs: number, correcting: boolean): string => chooseCorrection(errorMs, correcting, 1);
  t.equal(kind(0.9, false), 'none');
  t.equal(kind(-1.1, false), 'rate');
  t.equal(kind(0.9, true), 'rate', 'goes on below the tolerance once it has begun');
  t.equal(kind(0.2, true), 'done', 'stops near zero');
  t.equal(kind(200, false), 'rate');
  t.equal(kind(-200.1, true), 'resync');
});

t.test('changes the rate against the error, by 0.3 % at most', async (t) => {
  t.equal(correctingRate(150), 0.997);
  t.equal(correctingRate(-150), 1.003);
  t.equal(correctingRate(2), 0.999);
});

t.test('allows resyncs ever more rarely, at one an hour in the end', async (t) => {
  const budget = new ResyncBudget();
  const taken: number[] = [];
  for (let second = 0; second < 6 * 3600; second += 1) if (budget.take(second * 1e6)) taken.push(second);
  t.same(taken.slice(0, 4), [0, 5, 15, 35]);
  t.ok(taken.at(-1)! - taken.at(-2)! >= 3600);
  budget.reset();
  t.ok(budget.take(6 * 3600 * 1e6));
});

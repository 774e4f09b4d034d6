import t from 'tap';
import { bentRate, chooseCorrection } from '../src/listening/correction.ts';
import { ResyncBudget } from '../src/listening/resync-budget.ts';

t.test('tiers, and the hysteresis between them', async (t) => {
  const kind = (errorMs: number, correcting: boolean): string =>
    chooseCorrection(errorMs, correcting, 1).kind;
  t.equal(kind(0.9, false), 'none');
  t.equal(kind(-1.1, false), 'rate');
  t.equal(kind(0.9, true), 'rate', 'once begun it goes on below the threshold');
  t.equal(kind(0.2, true), 'done', 'and stops near zero');
  t.equal(kind(200, false), 'rate');
  t.equal(kind(-200.1, true), 'resync');
});

t.test('the rate is bent against the error, by 0.3 % at most', async (t) => {
  t.equal(bentRate(150), 0.997);
  t.equal(bentRate(-150), 1.003);
  t.equal(bentRate(2), 0.999);
});

t.test('resyncs become rare: once an hour in the end', async (t) => {
  const budget = new ResyncBudget();
  const taken: number[] = [];
  for (let second = 0; second < 6 * 3600; second += 1) if (budget.take(second * 1e6)) taken.push(second);
  t.same(taken.slice(0, 4), [0, 5, 15, 35]);
  t.ok(taken.at(-1)! - taken.at(-2)! >= 3600);
  budget.renew();
  t.ok(budget.take(6 * 3600 * 1e6));
});

import t from 'tap';
import { restartDelayMs } from '../local/backoff.ts';

const now = 1_000_000;

t.test('the sixth death within a minute is the last', async (t) => {
  const deaths = [0, 1, 2, 3, 4, 5].map((second) => now - 5_000 + second * 1_000);
  t.equal(restartDelayMs(deaths, now), undefined);
});

t.test('each restart waits twice as long as the one before', async (t) => {
  const delays = [1, 2, 3, 4, 5].map((count) => restartDelayMs(Array<number>(count).fill(now), now));
  t.strictSame(delays, [200, 400, 800, 1600, 3200]);
});

t.test('deaths of long ago are forgotten', async (t) => {
  t.equal(restartDelayMs([now - 61_000, now - 60_000, now - 60_000, now], now), 200);
});

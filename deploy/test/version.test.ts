import t from 'tap';
import { atLeast, firstVersion } from '../local/version.ts';

t.test('reads the version out of what servers print', async (t) => {
  t.equal(firstVersion('Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0'), '7.0.15');
  t.equal(firstVersion('db version v6.0.5\nBuild Info: {'), '6.0.5');
  t.equal(firstVersion('no number'), undefined);
});

t.test('compares number by number', async (t) => {
  t.equal(atLeast('6.0.5', '6.0'), true);
  t.equal(atLeast('10.2', '9.10'), true);
  t.equal(atLeast('6.2', '6.10'), false);
  t.equal(atLeast('6', '6.0.1'), false);
  t.equal(atLeast('7', '6.0.1'), true);
});

import t from 'tap';
import { backoffMs } from '../../src/throttle/failures.ts';
import { LocalFailures } from '../../src/throttle/local-store.ts';

const rules = {
  freeFailures: 5,
  firstWaitMs: 1000,
  maxWaitMs: 900_000,
  addressFailures: 30,
  addressWindowMs: 300_000,
};
const suspect = { account: 'ada', address: '192.0.2.1' };

t.test('five failures are free, then the pause doubles up to a quarter of an hour', async (t) => {
  const pauses = [1, 4, 5, 6, 7, 14, 15, 100, 1e9].map((failures) => backoffMs(failures, rules));
  t.strictSame(pauses, [0, 0, 1000, 2000, 4000, 512_000, 900_000, 900_000, 900_000]);
});

t.test('a pause passes, and the next failure makes a longer one', async (t) => {
  let now = 0;
  const store = new LocalFailures(rules, () => now);
  for (let failure = 0; failure < 5; failure += 1) t.equal(await store.reserve(suspect), 0);
  t.equal(await store.reserve(suspect), 1000);
  t.equal(await store.reserve(suspect), 1000, 'asking costs nothing');
  t.equal(await store.reserve({ ...suspect, account: 'bob' }), 0, 'another account is free');
  t.equal(await store.reserve({ ...suspect, address: '192.0.2.2' }), 0, 'another address is free');
  now += 1000;
  t.equal(await store.reserve(suspect), 0);
  t.equal(await store.reserve(suspect), 2000);
  await store.clear(suspect);
  t.equal(await store.reserve(suspect), 0);
});

t.test('a count is forgotten in the end', async (t) => {
  let now = 0;
  const store = new LocalFailures(rules, () => now);
  for (let failure = 0; failure < 5; failure += 1) await store.reserve(suspect);
  now += 2 * rules.maxWaitMs;
  for (let failure = 0; failure < 5; failure += 1) t.equal(await store.reserve(suspect), 0);
});

t.test('an address that fails thirty times waits until its window ends', async (t) => {
  let now = 0;
  const store = new LocalFailures(rules, () => now);
  for (let failure = 0; failure < 30; failure += 1) {
    t.equal(await store.reserve({ ...suspect, account: `account ${failure}` }), 0);
    now += 1000;
  }
  const other = { ...suspect, account: 'another' };
  t.equal(await store.reserve(other), 270_000);
  now += 270_000;
  t.equal(await store.reserve(other), 0);
});

t.test('what did not fail is given back', async (t) => {
  const store = new LocalFailures(rules, () => 0);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    t.equal(await store.reserve(suspect), 0);
    await (attempt % 4 === 3 ? store.clear(suspect) : store.release(suspect));
  }
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const person = { ...suspect, account: `account ${attempt}` };
    t.equal(await store.reserve(person), 0, 'and to the address');
    await store.clear(person);
  }
  await store.clear(suspect);
  for (let failure = 0; failure < 30; failure += 1) {
    t.equal(await store.reserve({ ...suspect, account: `guess ${failure}` }), 0);
  }
  t.equal(await store.reserve({ ...suspect, account: 'the next' }), 300_000, 'and not more than that');
});

t.test('many addresses do not fill the memory: the oldest counts go', async (t) => {
  const store = new LocalFailures(rules, () => 0);
  for (let failure = 0; failure < 5; failure += 1) await store.reserve(suspect);
  t.equal(await store.reserve(suspect), 1000);
  const crowd = Array.from({ length: 25_000 }, (_, n) => ({ account: 'ada', address: `address ${n}` }));
  for (const other of crowd) await store.reserve(other);
  t.equal(await store.reserve(suspect), 0);
  const last = { account: 'ada', address: 'address 24999' };
  for (let failure = 0; failure < 4; failure += 1) await store.reserve(last);
  t.equal(await store.reserve(last), 1000, 'the youngest stay');
});

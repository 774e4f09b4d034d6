import t from 'tap';
import { decodePhc, encodePhc, hashArgon2, isCheaper, verifyArgon2 } from '../../src/passwords/argon2.ts';

// OWASP's minimum for Argon2id, which config.ts has as default.
const DEFAULT_COST = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 };
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 };

t.test('matches no password against a hash that it cannot decode', async (t) => {
  const broken = [
    '',
    'plain',
    '$2b$12$abcdefghijklmnopqrstuv',
    '$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$ZGlnZXN0',
    '$argon2id$v=16$m=64,t=1,p=1$c2FsdHNhbHQ$ZGlnZXN0',
    '$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ',
  ];
  for (const stored of broken) {
    t.equal(decodePhc(stored), null, stored);
    t.equal(await verifyArgon2('', stored), false, stored);
  }
});

t.test('stores parameters and salt in the hash', async (t) => {
  const [one, two] = [await hashArgon2('copper kettle', CHEAP), await hashArgon2('copper kettle', CHEAP)];
  t.not(one, two);
  t.match(one, /^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  t.equal(encodePhc(decodePhc(one)!), one);
  t.equal(await verifyArgon2('copper kettle', one), true);
  t.equal(await verifyArgon2('copper kettlf', one), false);
  t.equal(await verifyArgon2('', one), false);
});

t.test('verifies a hash of the reference implementation', async (t) => {
  // The reference implementation's test vector for "password" and "somesalt" with t=2, m=64 MiB, p=1.
  const stored = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  t.equal(await verifyArgon2('password', stored), true);
  t.equal(await verifyArgon2('passwore', stored), false);
});

t.test('treats composed and decomposed letters as equal', async (t) => {
  const stored = await hashArgon2('Amélie’s piano', CHEAP);
  t.equal(await verifyArgon2('Ame\u0301lie’s piano', stored), true);
});

t.test('compares every cost parameter', async (t) => {
  t.notOk(isCheaper(DEFAULT_COST, DEFAULT_COST));
  t.ok(isCheaper({ ...DEFAULT_COST, memoryKiB: 19_455 }, DEFAULT_COST));
  t.ok(isCheaper({ ...DEFAULT_COST, passes: 1 }, DEFAULT_COST));
  t.ok(isCheaper(DEFAULT_COST, { ...DEFAULT_COST, lanes: 2 }));
  t.notOk(isCheaper({ memoryKiB: 65_536, passes: 3, lanes: 4 }, DEFAULT_COST));
});

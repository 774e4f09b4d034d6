import t from 'tap';
import { keyedHash } from '../../src/tokens/keys.ts';
import { codeHash, newCode, sameHash } from '../../src/verification/code.ts';

t.test('codes are six digits, leading zeros and all, spread evenly', async (t) => {
  const codes = Array.from({ length: 20_000 }, newCode);
  t.ok(codes.every((code) => /^\d{6}$/.test(code)));
  const counts = Array.from(
    { length: 10 },
    (_, digit) => codes.filter((code) => code.startsWith(String(digit))).length,
  );
  t.ok(
    counts.every((count) => Math.abs(count - 2000) < 300),
    counts.join(' '),
  );
});

t.test('a hash is of one code, one owner, one purpose and one key', async (t) => {
  const key = keyedHash('secret', 'one-time code');
  const hash = codeHash(key, '123456', 'verify-email', 'ada');
  t.ok(sameHash(hash, codeHash(key, '123456', 'verify-email', 'ada')));
  const others = [
    codeHash(key, '123457', 'verify-email', 'ada'),
    codeHash(key, '123456', 'reset-password', 'ada'),
    codeHash(key, '123456', 'verify-email', 'eve'),
    codeHash(keyedHash('another', 'one-time code'), '123456', 'verify-email', 'ada'),
    codeHash(keyedHash('secret', 'refresh token successor'), '123456', 'verify-email', 'ada'),
    hash.subarray(1),
  ];
  for (const other of others) t.notOk(sameHash(hash, other));
});

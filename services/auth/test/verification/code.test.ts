import t from 'tap';
import { keyedHash } from '../../src/tokens.ts';
import { codeHash, newCode, hashesMatch } from '../../src/verification/code.ts';

t.test('makes codes of six digits, evenly distributed', async (t) => {
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

t.test('binds a hash to one code, account, purpose and key', async (t) => {
  const key = keyedHash('secret', 'one-time code');
  const hash = codeHash(key, '123456', { purpose: 'verify-email', owner: 'ada' });
  t.ok(hashesMatch(hash, codeHash(key, '123456', { purpose: 'verify-email', owner: 'ada' })));
  const others = [
    codeHash(key, '123457', { purpose: 'verify-email', owner: 'ada' }),
    codeHash(key, '123456', { purpose: 'reset-password', owner: 'ada' }),
    codeHash(key, '123456', { purpose: 'verify-email', owner: 'eve' }),
    codeHash(keyedHash('another', 'one-time code'), '123456', { purpose: 'verify-email', owner: 'ada' }),
    codeHash(keyedHash('secret', 'refresh token successor'), '123456', {
      purpose: 'verify-email',
      owner: 'ada',
    }),
    hash.subarray(1),
  ];
  for (const other of others) t.notOk(hashesMatch(hash, other));
});

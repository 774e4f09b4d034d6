import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { loadSecrets } from '../local/secrets.ts';

t.test('a broken file is told, not overwritten', async (t) => {
  const path = join(t.testdir({ 'secrets.json': '{' }), 'secrets.json');
  t.throws(() => loadSecrets(path), { message: /cannot be read as JSON/ });
  t.equal(readFileSync(path, 'utf8'), '{');
});

t.test('generated once, for the owner only, the same ever after', async (t) => {
  const path = join(t.testdir(), 'deep', 'secrets.json');
  const first = loadSecrets(path);
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.strictSame(loadSecrets(path), first);
  t.ok(first.jwtSecret.length >= 48);
  const jwk = JSON.parse(Buffer.from(first.mailSealPublicKey, 'base64url').toString()) as Record<
    string,
    string
  >;
  t.match(jwk, { kty: 'OKP', crv: 'X25519' });
  t.notOk('d' in jwk, 'the public half holds no private one');
});

t.test('a file of an older version is filled up and keeps what it has', async (t) => {
  const path = join(t.testdir(), 'secrets.json');
  writeFileSync(path, JSON.stringify({ jwtSecret: 'kept' }));
  const { jwtSecret, rabbitPassword } = loadSecrets(path);
  t.equal(jwtSecret, 'kept');
  t.equal(loadSecrets(path).rabbitPassword, rabbitPassword);
});

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { loadSecrets } from '../local/secrets.ts';

t.test('reports a broken file and does not overwrite it', async (t) => {
  const path = join(t.testdir({ 'secrets.json': '{' }), 'secrets.json');
  t.throws(() => loadSecrets(path), { message: /cannot be read as JSON/ });
  t.equal(readFileSync(path, 'utf8'), '{');
});

t.test('generates the secrets once, readable by the owner only', async (t) => {
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

t.test('adds missing secrets to the file of an older version', async (t) => {
  const path = join(t.testdir(), 'secrets.json');
  writeFileSync(path, JSON.stringify({ jwtSecret: 'kept' }));
  const { jwtSecret, rabbitPassword } = loadSecrets(path);
  t.equal(jwtSecret, 'kept');
  t.equal(loadSecrets(path).rabbitPassword, rabbitPassword);
});

import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { makeSealKeys, refusalOfSealKey } from '@downbeat/shared/seal-keys';
import { seal, SealError, unseal } from '@downbeat/shared/sealing';

t.test('only the matching private key unseals', async (t) => {
  const [ours, theirs] = [makeSealKeys(), makeSealKeys()];
  const sealed = await seal(ours.publicKey, '493817');
  await t.rejects(unseal(theirs.privateKey, sealed), SealError);
  await t.rejects(unseal(ours.publicKey, sealed), SealError);
  t.equal(await unseal(ours.privateKey, sealed), '493817');
});

t.test('text that was changed, cut off or never sealed is refused', async (t) => {
  const { publicKey, privateKey } = makeSealKeys();
  const sealed = await seal(publicKey, '493817');
  const [header = '', key = '', iv = '', text = '', tag = ''] = sealed.split('.');
  const flipped = text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`;
  await t.rejects(unseal(privateKey, [header, key, iv, flipped, tag].join('.')), SealError);
  await t.rejects(unseal(privateKey, sealed.slice(0, -4)), SealError);
  await t.rejects(unseal(privateKey, '493817'), SealError);
});

t.test('an invalid key is reported as such', async (t) => {
  const message = 'the seal key is not the base64url of a public X25519 JWK';
  await t.rejects(seal('no key', 'text'), { name: 'SealError', message });
  const { privateKey } = makeSealKeys();
  await t.rejects(seal(privateKey, 'text'), { name: 'SealError', message });
});

const encode = (jwk: unknown): string => Buffer.from(JSON.stringify(jwk)).toString('base64url');
const decode = (key: string) =>
  JSON.parse(Buffer.from(key, 'base64url').toString()) as Record<string, string>;

t.test('the public and the private key are told apart', async (t) => {
  const { publicKey, privateKey } = makeSealKeys();
  t.equal(refusalOfSealKey(publicKey, 'public'), undefined);
  t.equal(refusalOfSealKey(privateKey, 'private'), undefined);
  t.equal(refusalOfSealKey(privateKey, 'public'), 'must be the base64url of a public X25519 JWK');
  t.equal(refusalOfSealKey(publicKey, 'private'), 'must be the base64url of a private X25519 JWK');
});

t.test('a public key that cannot seal is refused', async (t) => {
  const jwk = decode(makeSealKeys().publicKey);
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const cases = [
    'garbage',
    encode(null),
    encode('text'),
    encode({ kty: 'OKP' }),
    encode({ ...jwk, crv: 'Ed25519', x }),
    encode({ ...jwk, x: 'AAAA' }),
    encode({ ...jwk, x: 5 }),
    encode({ ...jwk, x: Buffer.alloc(32).toString('base64url') }),
  ];
  for (const key of cases) {
    t.equal(refusalOfSealKey(key, 'public'), 'must be the base64url of a public X25519 JWK', key);
    await t.rejects(seal(key, 'text'), key);
  }
});

t.test('a private key must be complete, and its halves must match', async (t) => {
  const [ours, theirs] = [decode(makeSealKeys().privateKey), decode(makeSealKeys().privateKey)];
  const cases = ['garbage', encode({ ...ours, x: theirs['x'] }), encode({ ...ours, d: 'AAAA' })];
  for (const key of cases) {
    t.equal(refusalOfSealKey(key, 'private'), 'must be the base64url of a private X25519 JWK', key);
  }
});

t.test(
  'every text can be unsealed, no two sealed texts are equal, and all match the contract’s pattern',
  async (t) => {
    const { publicKey, privateKey } = makeSealKeys();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        const [one, two] = await Promise.all([seal(publicKey, text), seal(publicKey, text)]);
        const fits = /^[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*){4}$/.test(one);
        return one !== two && fits && (await unseal(privateKey, one)) === text;
      }),
      { numRuns: 50 },
    );
    t.pass();
  },
);

import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import { MAX_LIFE_SECONDS, UrlSigner } from '../../src/streaming/signed-urls.ts';

const JWT_SECRET = 'a secret that only this test knows';
const sid = newId();
const tenOClock = Date.parse('2026-11-23T10:00:00Z');

function parse(text: string) {
  const query = new URLSearchParams(text);
  return {
    sid: query.get('sid') ?? '',
    expires: Number(query.get('expires')),
    signature: query.get('signature') ?? '',
  };
}

t.test('a URL stays the same until the hour ends, and is valid for one to two hours', async (t) => {
  let now = tenOClock;
  const signer = new UrlSigner({ JWT_SECRET }, () => now);
  const first = signer.query(sid);
  now += 59 * 60_000 + 59_000;
  t.not(signer.query(sid), first, 'at least a full hour is left');
  now = tenOClock + 1;
  const second = signer.query(sid);
  now += 3_599_998;
  t.equal(signer.query(sid), second);
  const { expires } = parse(second);
  t.equal(expires % 3600, 0);
  t.equal(expires * 1000, tenOClock + 2 * 3_600_000);
  t.ok(expires - tenOClock / 1000 <= MAX_LIFE_SECONDS);
});

t.test('a URL is valid until its expiry', async (t) => {
  let now = tenOClock;
  const signer = new UrlSigner({ JWT_SECRET }, () => now);
  const signed = parse(signer.query(sid));
  now = signed.expires * 1000 - 1;
  t.doesNotThrow(() => signer.verify(signed));
  now += 1;
  t.throws(() => signer.verify(signed), { code: 'SIGNATURE_EXPIRED' });
});

t.test('a signature is valid only for the signed values', async (t) => {
  const signer = new UrlSigner({ JWT_SECRET }, () => tenOClock);
  const signed = parse(signer.query(sid));
  const invalid = { code: 'SIGNATURE_INVALID' };
  t.throws(() => signer.verify({ ...signed, sid: newId() }), invalid);
  t.throws(() => signer.verify({ ...signed, expires: signed.expires + 3600 }), invalid);
  t.throws(() => signer.verify({ ...signed, signature: '' }), invalid);
  for (let index = 0; index < signed.signature.length; index++) {
    for (const replacement of ['A', 'B', 'é']) {
      if (signed.signature[index] === replacement) continue;
      const signature = signed.signature.slice(0, index) + replacement + signed.signature.slice(index + 1);
      t.throws(() => signer.verify({ ...signed, signature }), invalid);
    }
  }
});

t.test('a signature of one cover is none of an auth session, nor the reverse, and ends soon', async (t) => {
  let now = tenOClock;
  const signer = new UrlSigner({ JWT_SECRET }, () => now);
  const cover = parse(signer.coverQuery(sid));
  t.doesNotThrow(() => signer.verifyCover(cover));
  t.throws(() => signer.verify(cover), { code: 'SIGNATURE_INVALID' });
  t.throws(() => signer.verifyCover(parse(signer.query(sid))), { code: 'SIGNATURE_INVALID' });
  t.throws(() => signer.verifyCover({ ...cover, sid: newId() }), { code: 'SIGNATURE_INVALID' });
  t.equal(cover.expires - tenOClock / 1000, 600);
  now += 1;
  t.equal(parse(signer.coverQuery(sid)).expires - tenOClock / 1000, 1200);
  now = cover.expires * 1000;
  t.throws(() => signer.verifyCover(cover), { code: 'SIGNATURE_EXPIRED' });
});

t.test(
  'the signature depends on the secret; STREAM_URL_SECRET takes precedence over JWT_SECRET',
  async (t) => {
    const url = (secrets: { JWT_SECRET: string; STREAM_URL_SECRET?: string }) =>
      new UrlSigner(secrets, () => tenOClock).query(sid);
    t.not(url({ JWT_SECRET }), url({ JWT_SECRET: 'x' }));
    t.not(url({ JWT_SECRET }), url({ JWT_SECRET, STREAM_URL_SECRET: 'y' }));
    t.equal(url({ JWT_SECRET: 'x', STREAM_URL_SECRET: 'y' }), url({ JWT_SECRET, STREAM_URL_SECRET: 'y' }));
  },
);

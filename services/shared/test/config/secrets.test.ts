import { Type } from '@sinclair/typebox';
import t from 'tap';
import { httpFragment, issuedSecret, loadConfig, secret } from '@downbeat/shared/config';
import { faultsOf } from '../../test-kit/index.ts';

const Schema = Type.Object({
  NODE_ENV: httpFragment.NODE_ENV,
  OWN: Type.Optional(secret({ description: 'of our own choice' })),
  ISSUED: Type.Optional(issuedSecret({ description: "somebody else's", examples: ['1//0gExample'] })),
});

const judge = (env: Record<string, string>, NODE_ENV = 'production') =>
  faultsOf(() => loadConfig(Schema, { env: { NODE_ENV, ...env }, service: 'test' }));

t.test('an issued secret may be short', async (t) => {
  // The lengths of Google's client secrets, old and new, and of ImageKit's keys.
  for (const length of [24, 35, 36]) {
    const value = '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2aUe'.slice(0, length);
    t.strictSame(judge({ ISSUED: value }), {});
  }
  const short = 'GOCSPX-q8Zr1vKx0TnB5yLw';
  t.strictSame(judge({ ISSUED: short }), {});
  t.strictSame(judge({ OWN: short }), { OWN: 'must have at least 32 characters in production' });
});

t.test('placeholders of an issued secret are refused in production only', async (t) => {
  const placeholders = [
    'changeme',
    'GOCSPX-...',
    'private_...',
    'your-client-secret',
    'YOUR_KEY_HERE',
    'x',
    '1//0gExample',
    'private_xxxx-placeholder',
  ];
  for (const ISSUED of placeholders) {
    t.strictSame(judge({ ISSUED }), { ISSUED: 'must not be a placeholder in production' }, ISSUED);
    t.strictSame(judge({ ISSUED }, 'development'), {});
  }
});

t.test('an issued secret that is not random is refused', async (t) => {
  for (const ISSUED of ['todo', '0000000000000000000000000', 'ab'.repeat(20)]) {
    t.strictSame(judge({ ISSUED }), { ISSUED: 'must be random in production' }, ISSUED);
  }
});

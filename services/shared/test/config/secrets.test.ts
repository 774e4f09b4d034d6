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

t.test('the length of a secret that somebody else issued is theirs to choose', async (t) => {
  // As long as those of Google's clients, older and newer, and as ImageKit's keys.
  for (const length of [24, 35, 36]) {
    const value = '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2aUe'.slice(0, length);
    t.strictSame(judge({ ISSUED: value }), {});
  }
  const short = 'GOCSPX-q8Zr1vKx0TnB5yLw';
  t.strictSame(judge({ ISSUED: short }), {});
  t.strictSame(judge({ OWN: short }), { OWN: 'must have at least 32 characters in production' });
});

t.test('its placeholders are refused in production, and only there', async (t) => {
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

t.test('what is not random was issued by nobody', async (t) => {
  for (const ISSUED of ['todo', '0000000000000000000000000', 'ab'.repeat(20)]) {
    t.strictSame(judge({ ISSUED }), { ISSUED: 'must be random in production' }, ISSUED);
  }
});

import t from 'tap';
import { InvalidEmailError, requirePlainEmail, parseMailbox } from '../../src/smtp/mailbox.ts';

const invalid = [
  '',
  'ada',
  '@example.com',
  'ada@',
  'ada@example.com\r\nBcc: victim@example.com',
  'ada@example.com\n',
  'ada\u0000@example.com',
  'ada@example.com,victim@example.com',
  'ada@example.com;victim@example.com',
  'friends: ada@example.com, victim@example.com;',
  'Ada <ada@example.com>',
  '<ada@example.com>',
  'ada@example.com (comment)',
  '"ada lovelace"@example.com',
  '"a@b"@example.com',
  'a@b@example.com',
  'ada @example.com',
  '.ada@example.com',
  'ada..lovelace@example.com',
  'ada@-example.com',
  'ada@example..com',
  'ada@[127.0.0.1]',
  'ada@exämple.com',
  `${'a'.repeat(65)}@example.com`,
  `ada@${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}`,
];

for (const email of invalid) {
  t.test(`rejects ${JSON.stringify(email)}`, async (t) =>
    t.throws(() => requirePlainEmail(email), InvalidEmailError),
  );
}

t.test('returns a plain email unchanged', async (t) => {
  for (const email of [
    'ada@example.com',
    "o'hara+music@mail.example.co.uk",
    'a@localhost',
    'x_1-2@xn--exmple-cua.com',
  ]) {
    t.equal(requirePlainEmail(email), email);
  }
});

t.test('parses a sender with and without a name', async (t) => {
  t.strictSame(parseMailbox('Downbeat <no-reply@example.com>'), {
    name: 'Downbeat',
    email: 'no-reply@example.com',
  });
  t.strictSame(parseMailbox(' no-reply@example.com '), { name: '', email: 'no-reply@example.com' });
  t.strictSame(parseMailbox('<no-reply@example.com>'), { name: '', email: 'no-reply@example.com' });
  for (const text of [
    'Downbeat',
    'A <a@x.dev>, B <b@x.dev>',
    'A <a@x.dev',
    'A\r\nB <a@x.dev>',
    '"x" <a@x.dev>',
  ]) {
    t.throws(() => parseMailbox(text), InvalidEmailError, text);
  }
});

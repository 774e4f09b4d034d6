import { isPlainMailbox } from '@downbeat/shared/text';
import { compile } from '@downbeat/shared/validation';
import fc from 'fast-check';
import t from 'tap';
import { normaliseEmail } from '../../src/accounts/email.ts';
import { Email } from '../../src/generated/schemas.gen.ts';

t.test('refuses what is not one plain mailbox', async (t) => {
  const refused = [
    '',
    '@',
    'ada@',
    '@example.com',
    'ada@b@example.com',
    'ada@example.com, bob@example.com',
    'ada@example.com\nBcc: bob@example.com',
    'ada@example.com\r',
    'group: ada@example.com;',
    '<ada@example.com>',
    'ada(comment)@example.com',
    'ada@[127.0.0.1]',
    '"ada"@example.com',
    'ada\\@example.com',
    'a da@example.com',
    'ada\u0000@example.com',
    'ada@b',
    'a..b@example.com',
    'ü1@example.com',
    // Composing or lower-casing these would make the plain address of another user.
    '\u212aate@example.com',
    `${'\u0958'.repeat(125)}@example.com`,
    `${'l'.repeat(65)}@example.com`,
    `ada@${'d'.repeat(64)}.com`,
    `${'l'.repeat(60)}@${Array.from({ length: 4 }, () => 'd'.repeat(50)).join('.')}`,
  ];
  // A line break at the end is white space around the address and is trimmed.
  for (const text of refused.filter((each) => !each.endsWith('\r'))) {
    t.equal(normaliseEmail(text), null, JSON.stringify(text));
  }
});

t.test('gives all spellings of an e-mail address one form', async (t) => {
  for (const text of [' Ada@Example.COM ', 'ada@example.com', 'ADA@EXAMPLE.COM\r\n']) {
    t.equal(normaliseEmail(text), 'ada@example.com');
  }
});

/** Texts of which about half are e-mail addresses, many with a part at its maximum length. */
const nearlyEmails = () => {
  const piece = (alphabet: string, lengths: number[]) =>
    fc.oneof(
      fc.constantFrom(...lengths).map((length) => 'x'.repeat(length)),
      fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength: 1, maxLength: 8 }),
    );
  const local = piece('aZ0._+-\'!\u0958\u212a" ', [1, 63, 64, 65]);
  const domain = fc.array(piece('aZ0-_ä', [1, 62, 63, 64]), { minLength: 1, maxLength: 4 });
  return fc.tuple(local, domain).map(([name, labels]) => `${name}@${labels.join('.')}`);
};

t.test('accepts the same e-mail addresses as the contract, all of them mailable', async (t) => {
  const isInContract = compile(Email, 'exact');
  const counts = { accepted: 0, refused: 0 };
  const agree = (text: string) => {
    const email = normaliseEmail(text);
    counts[email === null ? 'refused' : 'accepted'] += 1;
    if (email === null) return !isInContract(text.trim());
    return isInContract(text.trim()) && isInContract(email) && isPlainMailbox(email);
  };
  fc.assert(fc.property(fc.oneof(nearlyEmails(), fc.emailAddress(), fc.string()), agree), {
    numRuns: 2_000,
  });
  t.ok(counts.accepted > 200 && counts.refused > 200, JSON.stringify(counts));
});

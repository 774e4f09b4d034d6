import t from 'tap';
import { greetingName } from '../../src/templates/display-name.ts';

const names: [string, string, string | null][] = [
  ['an ordinary name stays', 'Ada Lovelace', 'Ada Lovelace'],
  ['any script stays', '宇多田ヒカル', '宇多田ヒカル'],
  ['line breaks become a space', 'Ada\r\nBcc: victim', 'Ada Bcc: victim'],
  ['a bidirectional override is taken out', 'Ada\u202egpj', 'Ada gpj'],
  ['initials are no domain', 'J. R. Hartley', 'J. R. Hartley'],
  ['a URL greets nobody', 'Win at https://evil', null],
  ['a bare domain greets nobody', 'evil.example is great', null],
  ['a domain hidden by a zero-width character', 'evil\u200b.example', 'evil .example'],
  ['an address greets nobody', 'ada@example', null],
  ['www greets nobody', 'WWW.evil', null],
  ['nothing but invisible characters', '\u200b\u200d', null],
];

for (const [what, given, wanted] of names) {
  t.test(what, async (t) => t.equal(greetingName(given), wanted));
}

t.test('a long name is cut between characters', async (t) => {
  t.equal(greetingName('🎧'.repeat(80)), `${'🎧'.repeat(59)}…`);
});

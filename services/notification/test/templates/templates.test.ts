import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { greetingName, renderTemplate } from '../../src/templates/templates.ts';

const values = {
  recipient: 'ada@example.com',
  webOrigin: 'https://listen.example',
  name: 'Ada',
  artist: false,
};
const codeValues = { ...values, code: '123456', validUntil: '23 November 2026 at 16:05 UTC' };

const names: [string, string, string | null][] = [
  ['keeps an ordinary name', 'Ada Lovelace', 'Ada Lovelace'],
  ['keeps any script', '宇多田ヒカル', '宇多田ヒカル'],
  ['replaces line breaks by a space', 'Ada\r\nBcc: victim', 'Ada Bcc: victim'],
  ['removes a bidirectional override', 'Ada\u202egpj', 'Ada gpj'],
  ['does not take initials for a domain', 'J. R. Hartley', 'J. R. Hartley'],
  ['leaves out a URL', 'Win at https://evil', null],
  ['leaves out a bare domain', 'evil.example is great', null],
  ['breaks a domain at a zero-width character', 'evil\u200b.example', 'evil .example'],
  ['keeps joined emoji', 'Ada \u{1F469}\u200d\u{1F680}', 'Ada \u{1F469}\u200d\u{1F680}'],
  [
    'keeps an emoji with a skin tone and a sign',
    '\u{1F937}\u{1F3FD}\u200d\u2640\ufe0f',
    '\u{1F937}\u{1F3FD}\u200d\u2640\ufe0f',
  ],
  [
    'keeps the flag of a part of a country',
    '\u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F} Gwen',
    '\u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F} Gwen',
  ],
  ['keeps the non-joiner of a Persian name', 'علی\u200cرضا', 'علی\u200cرضا'],
  ['keeps the joiner of a Sinhala name', 'ශ්\u200dරී', 'ශ්\u200dරී'],
  ['removes joiners that join nothing', '\u200dAda \u200c\u200cB', 'Ada B'],
  ['removes letters of flags without a flag', 'Ada\u{E0061}\u{E007F}', 'Ada'],
  ['leaves out a domain with a joiner', 'evil\u200d.example', null],
  ['leaves out an email', 'ada@example', null],
  ['leaves out www', 'WWW.evil', null],
  ['leaves out invisible characters only', '\u200b\u200d', null],
  ['cuts a long name between characters', '🎧'.repeat(80), `${'🎧'.repeat(59)}…`],
];

for (const [what, displayName, greeting] of names) {
  t.test(`the greeting ${what}`, async (t) => t.equal(greetingName(displayName), greeting));
}

const linksOf = (html: string) => [...html.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, url]) => url);

t.test('the generated templates match their sources', async (t) => {
  const script = new URL('../../scripts/build-templates.ts', import.meta.url).pathname;
  await t.resolves(promisify(execFile)(process.execPath, [script, '--check']));
});

t.test('throws when a value of a template is missing', async (t) => {
  t.throws(() => renderTemplate('verify-email', values), /"code" not defined/);
});

t.test('escapes the name in HTML and not in the text', async (t) => {
  const name = '<img src=x onerror=alert(1)>"&\'';
  const { html, text } = renderTemplate('welcome', { ...values, name });
  t.notMatch(html, '<img');
  t.match(html, 'Welcome, &lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;&quot;&amp;&#x27;');
  t.match(text, `Welcome, ${name}`);
});

t.test('does not evaluate a template in a name', async (t) => {
  const { text } = renderTemplate('verify-email', { ...codeValues, name: '{{code}}' });
  t.match(text, 'Hello, {{code}}');
});

t.test('all links lead to the configured origin', async (t) => {
  for (const { html, text } of [
    renderTemplate('welcome', values),
    renderTemplate('verify-email', codeValues),
    renderTemplate('reset-password', codeValues),
    renderTemplate('password-changed', values),
  ]) {
    t.strictSame([...new Set(linksOf(html))], ['https://listen.example/']);
    t.strictSame([...new Set(text.match(/https?:\/\/\S+/g))], ['https://listen.example/']);
  }
});

t.test('renders the text part of the welcome mail', async (t) => {
  t.strictSame(renderTemplate('welcome', values).text.split('\n').slice(0, 5), [
    'Welcome, Ada',
    '',
    'Your account is ready. Open a session, invite a friend, and hear the same beat at the same moment.',
    '',
    'Open Downbeat: https://listen.example/',
  ]);
  t.match(renderTemplate('welcome', { ...values, artist: true }).text, 'Your artist account is ready.');
  t.match(renderTemplate('welcome', { ...values, name: null }).text, /^Welcome\n/);
});

t.test('puts the code into both parts and not into the subject', async (t) => {
  const subjects = { 'verify-email': 'Your Downbeat code', 'reset-password': 'A new password for Downbeat' };
  for (const [template, wanted] of Object.entries(subjects)) {
    const { subject, html, text } = renderTemplate(template as keyof typeof subjects, codeValues);
    t.equal(subject, wanted);
    t.match(html, />123456</);
    t.match(text, '\n    123456\n');
    t.match(text, 'until 23 November 2026 at 16:05 UTC');
  }
});

t.test('says what to do about a reset or a change that was not asked for', async (t) => {
  const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
  const reset = renderTemplate('reset-password', codeValues);
  const changed = renderTemplate('password-changed', values);
  for (const part of [reset.html, reset.text]) {
    t.match(flat(part), 'If you did not ask for it, do nothing: your password stays as it is.');
    t.match(flat(part), 'If you sign in with Google, that goes on working');
  }
  for (const part of [changed.html, changed.text]) t.match(flat(part), 'If it was not you, open Downbeat');
});

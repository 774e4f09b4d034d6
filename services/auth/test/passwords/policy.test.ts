import { readFileSync } from 'node:fs';
import t from 'tap';
import { passwordRefusal } from '../../src/passwords/policy.ts';

const owner = { email: 'ada.lovelace@analytical-engines.example', displayName: 'Countess Ada' };
const refused = (password: string) => passwordRefusal(password, owner) !== null;

t.test('ships thousands of common passwords, each once, in lower case', async (t) => {
  const file = new URL('../../src/passwords/common-passwords.txt', import.meta.url);
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '));
  t.ok(lines.length > 5000, `${lines.length}`);
  t.equal(new Set(lines).size, lines.length);
  t.ok(lines.every((line) => line === line.toLowerCase()));
});

t.test('refuses common passwords and their variations', async (t) => {
  const common = [
    'password',
    'PASSWORD',
    'Password1!',
    'p@$$w0rd',
    'qwertyuiop',
    '1q2w3e4r5t',
    '12345678',
    'iloveyou',
    'Summer2026!',
    'letmein123',
    'abcabcabcabc',
    '🎺🎺🎺🎺🎺🎺🎺🎺',
    '12345678a',
    'a12345678',
    'x1password1',
    '!!dragon123',
    'passwordpassword',
    'Dragon1Dragon1',
    'qwertyuiopAB',
  ];
  for (const password of common) t.ok(refused(password), password);
});

t.test("refuses the account's own words with a short prefix or suffix", async (t) => {
  for (const password of [
    'lovelace',
    'Lovelace1',
    'ada.lovelace',
    'countess!!',
    'AnalyticalEngines',
    'countess-lovelace',
  ]) {
    t.ok(refused(password), password);
  }
});

t.test('accepts long or unusual passwords, also with own words', async (t) => {
  const fine = [
    'correct horse battery staple',
    'quietly turning copper kettles',
    'lovelace wrote the first program',
    'k7#Vq9!xLm2$',
    'dragon fruit on tuesdays',
    'soleil de minuit en mai',
    'monkeys eat plums',
    'xq12345678zvw',
  ];
  for (const password of fine) t.notOk(refused(password), password);
});

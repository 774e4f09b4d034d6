import { readFileSync } from 'node:fs';

const LIST = new URL('./common-passwords.txt', import.meta.url);
const MIN_WORD_LENGTH = 4;
// A password of an own word and a short suffix ("ada.lovelace1990") is as easy to guess as the word.
const MIN_LENGTH_WITHOUT_OWN_WORDS = 6;

const lower = (text: string): string => text.normalize('NFKC').toLowerCase();
const lettersAndDigits = (text: string): string => lower(text).replace(/[^\p{L}\p{N}]+/gu, '');

// What users append to a common word: "dragon2024!".
const SUFFIX = /[^\p{L}]{1,6}$/u;

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const withoutLeet = (text: string): string =>
  lower(text).replace(/[013457@$!]/g, (sign) => LEET[sign] ?? sign);

const commonPasswords: ReadonlySet<string> = new Set(
  readFileSync(LIST, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# ')),
);

const isRepetition = (text: string): boolean => /^(.{1,4}?)\1+$/u.test(text);

function isCommon(password: string): boolean {
  const text = lower(password);
  const stem = text.replace(SUFFIX, '');
  const forms = [text, withoutLeet(text), stem, withoutLeet(stem)];
  return forms.some((form) => commonPasswords.has(form)) || isRepetition(text);
}

function ownWords(email: string, displayName: string): string[] {
  const [local = '', domain = ''] = email.split('@');
  const words = [
    local,
    domain,
    ...local.split(/[^\p{L}\p{N}]+/u),
    ...domain.split('.'),
    displayName,
    ...displayName.split(/\s+/u),
  ];
  return [...new Set(words.map(lettersAndDigits))]
    .filter((word) => word.length >= MIN_WORD_LENGTH)
    .sort((a, b) => b.length - a.length);
}

function isMadeOfOwnWords(password: string, email: string, displayName: string): boolean {
  const text = lettersAndDigits(password);
  const rest = ownWords(email, displayName).reduce((left, word) => left.replaceAll(word, ''), text);
  return rest.length < text.length && rest.length < MIN_LENGTH_WITHOUT_OWN_WORDS;
}

/** Why a password is refused, for the user to read; null when it is accepted. The contract checks the length. */
export function passwordRefusal(
  password: string,
  owner: { email: string; displayName: string },
): string | null {
  if (isCommon(password)) return 'is among the passwords that are tried first; choose a less common one';
  if (isMadeOfOwnWords(password, owner.email, owner.displayName))
    return 'is made of your own name or address; choose other words';
  return null;
}

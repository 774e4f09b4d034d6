import { readFileSync } from 'node:fs';
import { errors, invalidField } from '../errors.ts';

const LIST = new URL('./common-passwords.txt', import.meta.url);
const MIN_WORD_LENGTH = 4;
// A password of an own word and a short suffix ("ada.lovelace1990") is as easy to guess as the word.
const MIN_LENGTH_WITHOUT_OWN_WORDS = 6;

const lower = (text: string): string => text.normalize('NFKC').toLowerCase();
const lettersAndDigits = (text: string): string => lower(text).replace(/[^\p{L}\p{N}]+/gu, '');

/** Of what users put before and after a common password, in characters together. */
const MAX_DECORATION = 3;
const MIN_CORE_LENGTH = 6;
/** Of a repeated text, in UTF-16 units: longer ones are looked up in the list. */
const MAX_UNIT_LENGTH = 4;

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

/** The shortest unit of a text that is nothing but its repetition: "abcabc" is "abc". */
const unitOf = (text: string): string => /^(.+?)\1+$/u.exec(text)?.[1] ?? text;

/** The text without up to three characters before and after it, as in "a12345678" or "x1password1". */
function* cores(text: string): Generator<string> {
  const characters = Array.from(text);
  for (let before = 0; before <= MAX_DECORATION; before += 1) {
    for (let after = 0; before + after <= MAX_DECORATION; after += 1) {
      const core = characters.slice(before, characters.length - after);
      if (core.length >= MIN_CORE_LENGTH) yield core.join('');
    }
  }
}

function isCommon(password: string): boolean {
  const text = lower(password);
  const unit = unitOf(text);
  if (unit !== text && unit.length <= MAX_UNIT_LENGTH) return true;
  const forms = [unit, unit.replace(SUFFIX, '')];
  return forms
    .flatMap((form) => [form, ...cores(form)])
    .some((form) => commonPasswords.has(form) || commonPasswords.has(withoutLeet(form)));
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

/**
 * @param field the name of the password in the request
 * @throws PASSWORD_REFUSED
 */
export function requireGoodPassword(
  field: string,
  password: string,
  owner: { email: string; displayName: string },
): void {
  const refusal = passwordRefusal(password, owner);
  if (refusal !== null) throw errors.PASSWORD_REFUSED(invalidField(field, refusal));
}

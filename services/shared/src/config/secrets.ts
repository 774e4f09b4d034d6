import { Type, type StringOptions, type TString } from '@sinclair/typebox';

const SECRET_LENGTH = 32;
const FEWEST_CHARACTERS = 10;
const PLACEHOLDER =
  /change.?me|replace.?me|change.?this|placeholder|example|secret|password|passw0rd|default|insert|your[-_ ]|dummy|sample|12345|^x+$|^test|guest/i;

/** A value that must be hard to guess: in production at least 32 characters and no placeholder. */
export function secret(options: StringOptions): TString {
  return Type.String({ minLength: 1, ...options, secret: true });
}

/** A connection string; in production its password must not be one that everybody knows. */
export function uriWithCredentials(options: StringOptions): TString {
  return Type.String({ ...options, credentials: true });
}

/** Why this secret is refused in production, or nothing. Never repeats the value. */
export function weaknessOfSecret(value: string): string | undefined {
  if (value.length < SECRET_LENGTH) return `must have at least ${SECRET_LENGTH} characters in production`;
  if (PLACEHOLDER.test(value)) return 'must not be a placeholder in production';
  if (new Set(value).size < FEWEST_CHARACTERS) return 'must be random in production';
  return undefined;
}

/** Why this connection string is refused in production, or nothing. Never repeats the value. */
export function weaknessOfUri(value: string): string | undefined {
  const credentials = /^[a-z+]+:\/\/([^@/]*)@/i.exec(value)?.[1];
  if (credentials === undefined) return undefined;
  const [user = '', ...rest] = credentials.split(':').map((part) => decodeURIComponent(part));
  const password = rest.join(':');
  if (password === '') return undefined;
  return password === user || PLACEHOLDER.test(password)
    ? 'must not hold a well-known password in production'
    : undefined;
}

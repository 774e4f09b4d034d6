import { type StringOptions, type TSchema, type TString, Type } from '@sinclair/typebox';

/**
 * Why a value is refused that matches its schema, e.g. `must be one mailbox`; undefined for a good value. Never repeats it.
 * @param production whether NODE_ENV is production
 */
export type Refusal = (value: string, production: boolean) => string | undefined;

// A symbol, because Ajv reads the schema's other keys as keywords.
const REFUSAL = Symbol('refusal');

/** A text with a check that a schema's keywords cannot express. */
export function checked(refusal: Refusal, options: StringOptions): TString {
  return Object.assign(Type.String(options), { [REFUSAL]: refusal });
}

/** Why a variable's value is refused; undefined for a good value. */
export function refusalOf(property: TSchema, value: unknown, production: boolean): string | undefined {
  const { [REFUSAL]: refusal } = property as { [REFUSAL]?: Refusal };
  return typeof value === 'string' ? refusal?.(value, production) : undefined;
}

const SECRET_LENGTH = 32;
const FEWEST_CHARACTERS = 10;
const PLACEHOLDER =
  /change.?me|replace.?me|change.?this|placeholder|example|secret|password|passw0rd|default|insert|your[-_ ]|dummy|sample|12345|^x+$|^test|guest|\.{3}$/i;

/** A secret that the operator chooses: in production at least 32 characters, random and no placeholder. */
export function secret(options: StringOptions): TString {
  return checked(
    (value, production) => (production ? weaknessOfSecret(value, options, SECRET_LENGTH) : undefined),
    options,
  );
}

/** A secret that another party issues, at its own length: in production random and no placeholder. */
export function issuedSecret(options: StringOptions): TString {
  return checked((value, production) => (production ? weaknessOfSecret(value, options) : undefined), options);
}

/** A connection string. In production its password must not be well-known. */
export function uriWithCredentials(options: StringOptions): TString {
  return checked(
    (value, production) => faultOfUri(value) ?? (production ? weaknessOfUri(value) : undefined),
    options,
  );
}

function weaknessOfSecret(value: string, { examples }: StringOptions, length = 0): string | undefined {
  if (value.length < length) return `must have at least ${length} characters in production`;
  const isExample = Array.isArray(examples) && examples.includes(value);
  if (isExample || PLACEHOLDER.test(value)) return 'must not be a placeholder in production';
  return new Set(value).size < FEWEST_CHARACTERS ? 'must be random in production' : undefined;
}

// A MongoDB connection string may name several hosts, which a URL cannot; the driver checks it.
function faultOfUri(value: string): string | undefined {
  return value.startsWith('mongodb') || URL.canParse(value) ? undefined : 'must be a URL';
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function weaknessOfUri(value: string): string | undefined {
  const [, scheme = '', credentials = ''] = /^([a-z+]+):\/\/(?:([^@/]*)@)?/i.exec(value) ?? [];
  const [user = '', ...rest] = credentials.split(':').map(decoded);
  const password = rest.join(':');
  if (user === '' && password === '' && /^amqps?$/i.test(scheme)) {
    return 'must name user and password in production, for without them it is guest';
  }
  if (password === '') return undefined;
  return password === user || PLACEHOLDER.test(password)
    ? 'must not hold a well-known password in production'
    : undefined;
}

/** Whether a text is an absolute http or https URL. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
}

/** A variable with an absolute http or https URL. */
export function httpUrl(options: StringOptions): TString {
  return checked((value) => (isHttpUrl(value) ? undefined : 'must be an absolute http(s) URL'), options);
}

/** Whether a host name is this machine, where a connection needs no TLS. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);

/** A connection string for logs and messages: without user, password and options. */
export function publicUrl(text: string): string {
  return text.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/, '');
}

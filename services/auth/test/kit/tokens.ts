import { createHmac } from 'node:crypto';

export interface Claims {
  iss: string;
  aud: string;
  sub: string;
  sid: string;
  role: string;
  name: string;
  email_verified: boolean;
  jti: string;
  iat: number;
  exp: number;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The claims of an access token, not verified. */
export const claimsOf = (token: string): Claims => {
  const [, payload = ''] = token.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
};

/** A token as an attacker could make it: any header, any claims, any key. */
export const forge = (header: object, claims: object, key: string | null, hash = 'sha256'): string => {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${key === null ? '' : createHmac(hash, key).update(input).digest('base64url')}`;
};

/** A copy of an object without one of its properties. */
export const without = <T extends object, K extends keyof T>(value: T, name: K): Omit<T, K> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) as Omit<T, K>;

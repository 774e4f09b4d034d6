import { open, seal } from '@downbeat/shared/seal';

/** What is sealed for this service, by auth (codes) and by itself (messages that wait for delivery). */
export interface Vault {
  seal(text: string): Promise<string>;
  open(sealed: string): Promise<string>;
}

/** @param privateKey MAIL_SEAL_PRIVATE_KEY: base64url of the private JWK's JSON; the public key is part of it */
export function createVault(privateKey: string): Vault {
  const { kty, crv, x } = JSON.parse(Buffer.from(privateKey, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  const publicKey = Buffer.from(JSON.stringify({ kty, crv, x })).toString('base64url');
  return {
    seal: (text) => seal(publicKey, text),
    open: (sealed) => open(privateKey, sealed),
  };
}

import { open, seal } from '@downbeat/shared/seal';

/** What is sealed for this service, by auth (codes) and by itself (messages that wait for delivery). */
export interface Vault {
  seal(text: string): Promise<string>;
  open(sealed: string): Promise<string>;
}

/**
 * @param privateKey MAIL_SEAL_PRIVATE_KEY: base64url of the private JWK's JSON; the public key is part of it
 * @throws Error when it is something else
 */
export function createVault(privateKey: string): Vault {
  const publicKey = publicPartOf(privateKey);
  return {
    seal: (text) => seal(publicKey, text),
    open: (sealed) => open(privateKey, sealed),
  };
}

function publicPartOf(privateKey: string): string {
  const jwk = JSON.parse(Buffer.from(privateKey, 'base64url').toString()) as Record<string, unknown>;
  const { kty, crv, x, d } = jwk;
  if (crv !== 'X25519' || typeof x !== 'string' || typeof d !== 'string') {
    throw new Error('not a private X25519 JWK');
  }
  return Buffer.from(JSON.stringify({ kty, crv, x })).toString('base64url');
}

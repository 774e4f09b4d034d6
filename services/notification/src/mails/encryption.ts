import { seal, unseal } from '@downbeat/shared/sealing';

/** Encryption for this service's key: auth encrypts codes, this service encrypts rendered messages. */
export interface MailEncryption {
  encrypt(text: string): Promise<string>;
  decrypt(sealed: string): Promise<string>;
}

/**
 * @param privateKey MAIL_SEAL_PRIVATE_KEY: base64url of the private JWK's JSON, which includes the public key
 * @throws Error when it is something else
 */
export function createMailEncryption(privateKey: string): MailEncryption {
  const publicKey = publicPartOf(privateKey);
  return {
    encrypt: (text) => seal(publicKey, text),
    decrypt: (sealed) => unseal(privateKey, sealed),
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

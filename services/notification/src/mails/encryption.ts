import { seal, unseal } from '@downbeat/shared/sealing';

export type MailEncryption = ReturnType<typeof createMailEncryption>;

/**
 * Encryption for this service's key: auth encrypts codes, this service encrypts rendered messages.
 * @param privateKey MAIL_SEAL_PRIVATE_KEY: base64url of the private JWK's JSON, which includes the public key
 */
export function createMailEncryption(privateKey: string) {
  const publicKey = publicPartOf(privateKey);
  return {
    encrypt: (text: string): Promise<string> => seal(publicKey, text),
    decrypt: (sealed: string): Promise<string> => unseal(privateKey, sealed),
  };
}

// The configuration has checked the key.
function publicPartOf(privateKey: string): string {
  const jwk = JSON.parse(Buffer.from(privateKey, 'base64url').toString()) as Record<string, unknown>;
  const { kty, crv, x } = jwk;
  return Buffer.from(JSON.stringify({ kty, crv, x })).toString('base64url');
}

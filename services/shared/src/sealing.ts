import type { CryptoKey } from 'jose';
import { decodeSealKey, type SealKeyKind } from './seal-keys.ts';

/** The key cannot open the sealed text: it was sealed for another key, cut off or changed. */
export class SealError extends Error {
  override name = 'SealError';
}

const ALGORITHM = 'ECDH-ES';
const ENCRYPTION = 'A256GCM';

/** Loaded when it is first needed: no start needs it. */
const loadJose = () => import('jose');

/**
 * Encrypts `plaintext` so that only the holder of the private key can read it: compact JWE (RFC 7516), ECDH-ES
 * over X25519 with A256GCM.
 * @param publicKey base64url of the public JWK's JSON
 */
export async function seal(publicKey: string, plaintext: string): Promise<string> {
  const { CompactEncrypt } = await loadJose();
  const key = await importKey(publicKey, 'public');
  return new CompactEncrypt(new TextEncoder().encode(plaintext))
    .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION })
    .encrypt(key);
}

/**
 * Decrypts what `seal` encrypted with the matching public key.
 * @param privateKey base64url of the private JWK's JSON
 * @throws SealError
 */
export async function unseal(privateKey: string, sealed: string): Promise<string> {
  const { compactDecrypt } = await loadJose();
  const key = await importKey(privateKey, 'private');
  try {
    const limits = { keyManagementAlgorithms: [ALGORITHM], contentEncryptionAlgorithms: [ENCRYPTION] };
    const { plaintext } = await compactDecrypt(sealed, key, limits);
    return new TextDecoder().decode(plaintext);
  } catch (error) {
    throw new SealError('this text was not sealed for this key', { cause: error });
  }
}

async function importKey(encoded: string, kind: SealKeyKind): Promise<CryptoKey> {
  const jwk = decodeSealKey(encoded, kind);
  if (jwk === null) throw new SealError(`the seal key is not the base64url of a ${kind} X25519 JWK`);
  const { importJWK } = await loadJose();
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new SealError('the seal key is symmetric');
  return key;
}

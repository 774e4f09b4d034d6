// Imports no package: the container that makes the secrets of a Docker run has none.
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import type { JWK } from 'jose';

/** Which half of a key pair: the public key seals, the private key opens. */
export type SealKeyKind = 'public' | 'private';

/** The JWK in this base64url; null if it is not an X25519 JWK of this kind. */
export function decodeSealKey(encoded: string, kind: SealKeyKind): JWK | null {
  const jwk = decode(encoded);
  const isOfKind = jwk?.kty === 'OKP' && jwk.crv === 'X25519' && 'd' in jwk === (kind === 'private');
  return isOfKind ? jwk : null;
}

/**
 * Why a text is not a seal key of this kind; undefined for a usable key. It checks that a public key can agree on a secret,
 * and that the public half in a private key matches it.
 */
export function refusalOfSealKey(encoded: string, kind: SealKeyKind): string | undefined {
  const jwk = decodeSealKey(encoded, kind);
  const isUsable = jwk !== null && (kind === 'public' ? canSeal(jwk) : isWhole(jwk));
  return isUsable ? undefined : `must be the base64url of a ${kind} X25519 JWK`;
}

function decode(encoded: string): JWK | null {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString()) as JWK | null;
  } catch {
    return null;
  }
}

// A point of small order has the right length, but no key can agree with it (RFC 7748, 6.1).
function canSeal(jwk: JWK): boolean {
  try {
    const { privateKey } = generateKeyPairSync('x25519');
    diffieHellman({ privateKey, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) });
    return true;
  } catch {
    return false;
  }
}

function isWhole(jwk: JWK): boolean {
  try {
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
    return createPublicKey(privateKey).export({ format: 'jwk' }).x === jwk.x;
  } catch {
    return false;
  }
}

/** One X25519 key pair, each half the base64url of its JWK's JSON (RFC 8037), as in the configuration. */
export interface SealKeys {
  publicKey: string;
  privateKey: string;
}

const encode = (key: KeyObject): string =>
  Buffer.from(JSON.stringify(key.export({ format: 'jwk' }))).toString('base64url');

/** A new key pair, for `seal` (public key) and `unseal` (private key). */
export function makeSealKeys(): SealKeys {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: encode(publicKey), privateKey: encode(privateKey) };
}

// Imports nothing but Node: the container that makes the secrets of a Docker run has no packages.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** One X25519 pair, each half the base64url of its JWK's JSON (RFC 8037), as the configuration takes them. */
export interface SealKeys {
  publicKey: string;
  privateKey: string;
}

const encode = (key: KeyObject): string =>
  Buffer.from(JSON.stringify(key.export({ format: 'jwk' }))).toString('base64url');

/** A new pair: what `seal` does with the public half, only `open` with the private one undoes. */
export function makeSealKeys(): SealKeys {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: encode(publicKey), privateKey: encode(privateKey) };
}

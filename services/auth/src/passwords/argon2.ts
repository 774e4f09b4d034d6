import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** The cost parameters of Argon2id (RFC 9106). */
export interface Argon2Cost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

interface PhcHash {
  readonly cost: Argon2Cost;
  readonly salt: Buffer;
  readonly digest: Buffer;
}

const PHC = /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;
const SALT_BYTES = 16;
const DIGEST_BYTES = 32;
const derive = promisify(argon2);

// The PHC string format uses base64 without padding.
const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** Writes a hash together with its parameters, so that the cost can be raised while old hashes still verify. */
export const encodePhc = ({ cost, salt, digest }: PhcHash): string =>
  `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=${cost.lanes}$${unpadded(salt)}$${unpadded(digest)}`;

/** Reads a stored hash; null when it is not an Argon2id hash of version 19. */
export function decodePhc(text: string): PhcHash | null {
  const match = PHC.exec(text);
  if (match === null) return null;
  const [, memoryKiB = '', passes = '', lanes = '', salt = '', digest = ''] = match;
  return {
    cost: { memoryKiB: Number(memoryKiB), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt, 'base64'),
    digest: Buffer.from(digest, 'base64'),
  };
}

/** Whether any parameter of `actual` is below that of `wanted`. */
export const isCheaper = (actual: Argon2Cost, wanted: Argon2Cost): boolean =>
  actual.memoryKiB < wanted.memoryKiB || actual.passes < wanted.passes || actual.lanes < wanted.lanes;

const digestOf = (password: string, { cost, salt }: Pick<PhcHash, 'cost' | 'salt'>, bytes: number) =>
  derive('argon2id', {
    // Keyboards send the same letter composed or decomposed (NIST SP 800-63B, 3.1.1.2).
    message: Buffer.from(password.normalize('NFKC'), 'utf8'),
    nonce: salt,
    memory: cost.memoryKiB,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength: bytes,
  });

/** Hashes with a new salt and returns a PHC string. */
export async function hashArgon2(password: string, cost: Argon2Cost): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const digest = await digestOf(password, { cost, salt }, DIGEST_BYTES);
  return encodePhc({ cost, salt, digest });
}

/** Compares in constant time. A stored hash that cannot be decoded matches no password. */
export async function verifyArgon2(password: string, stored: string): Promise<boolean> {
  const hash = decodePhc(stored);
  if (hash === null) return false;
  const digest = await digestOf(password, hash, hash.digest.length);
  return timingSafeEqual(digest, hash.digest);
}

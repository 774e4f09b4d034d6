import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { type Argon2Cost, type PhcHash, decodePhc, encodePhc } from './phc.ts';

const SALT_BYTES = 16;
const DIGEST_BYTES = 32;
const derive = promisify(argon2);

// The same password typed on two keyboards may arrive composed or decomposed (NIST SP 800-63B, 3.1.1.2).
const canonical = (password: string): Buffer => Buffer.from(password.normalize('NFKC'), 'utf8');

const digestOf = (password: string, { cost, salt }: Pick<PhcHash, 'cost' | 'salt'>, bytes: number) =>
  derive('argon2id', {
    message: canonical(password),
    nonce: salt,
    memory: cost.memoryKiB,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength: bytes,
  });

/** Hashes with a fresh salt (RFC 9106) and answers a PHC string. */
export const hashArgon2 = async (password: string, cost: Argon2Cost): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  const digest = await digestOf(password, { cost, salt }, DIGEST_BYTES);
  return encodePhc({ cost, salt, digest });
};

/** Compares in constant time; a hash that cannot be read matches nothing. */
export const verifyArgon2 = async (password: string, stored: string): Promise<boolean> => {
  const hash = decodePhc(stored);
  if (hash === null) return false;
  const digest = await digestOf(password, hash, hash.digest.length);
  return timingSafeEqual(digest, hash.digest);
};

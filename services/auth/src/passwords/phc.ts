/** Argon2id cost: what a hash was, or is to be, made with. */
export interface Argon2Cost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

export interface PhcHash {
  readonly cost: Argon2Cost;
  readonly salt: Buffer;
  readonly digest: Buffer;
}

const PHC = /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

// The PHC string format wants base64 without padding.
const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** Writes a hash with its parameters, so that they can be raised later without locking anybody out. */
export const encodePhc = ({ cost, salt, digest }: PhcHash): string =>
  `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=${cost.lanes}$${unpadded(salt)}$${unpadded(digest)}`;

/** Reads a stored hash; null when it is not an Argon2id hash of version 19. */
export const decodePhc = (text: string): PhcHash | null => {
  const match = PHC.exec(text);
  if (match === null) return null;
  const [, memoryKiB = '', passes = '', lanes = '', salt = '', digest = ''] = match;
  return {
    cost: { memoryKiB: Number(memoryKiB), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt, 'base64'),
    digest: Buffer.from(digest, 'base64'),
  };
};

/** Whether `made` cost an attacker less than `wanted` would, in any respect. */
export const isCheaper = (made: Argon2Cost, wanted: Argon2Cost): boolean =>
  made.memoryKiB < wanted.memoryKiB || made.passes < wanted.passes || made.lanes < wanted.lanes;

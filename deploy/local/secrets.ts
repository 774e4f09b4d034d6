import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
// By its path: the container that makes the secrets of a Docker run has no packages.
import { makeSealKeys } from '../../services/shared/src/seal/make-seal-keys.ts';

export type Secrets = {
  jwtSecret: string;
  authSecret: string;
  streamUrlSecret: string;
  mailSealPublicKey: string;
  mailSealPrivateKey: string;
  rabbitPassword: string;
  demoPassword: string;
};

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

function generate(): Secrets {
  const seal = makeSealKeys();
  return {
    jwtSecret: random(48),
    authSecret: random(32),
    streamUrlSecret: random(32),
    mailSealPublicKey: seal.publicKey,
    mailSealPrivateKey: seal.privateKey,
    rabbitPassword: random(18),
    demoPassword: `demo-${random(6)}`,
  };
}

function read(path: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${path} cannot be read as JSON; repair it, or forget all data with make clean-data.`, {
      cause: error,
    });
  }
}

/**
 * The secrets of this folder's runs: generated on the first start, the same ever after, readable by their owner only.
 * A secret that a newer version needs in addition is added to the file.
 */
export function loadSecrets(path: string): Secrets {
  const known = read(path);
  const secrets = { ...generate(), ...known };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  return secrets;
}

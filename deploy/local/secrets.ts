import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
// Imported by path: the container that makes the secrets of a Docker run has no npm packages.
import { makeSealKeys } from '../../services/shared/src/seal-keys.ts';
import type { ServiceName } from './services.ts';

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

function generate() {
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

export type Secrets = ReturnType<typeof generate>;

function read(path: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${path} cannot be read as JSON; repair it, or remove all data with make clean-data.`, {
      cause: error,
    });
  }
}

/**
 * The secrets of a data folder, generated on its first start and kept in a file that only its owner can read. A secret
 * that a newer version needs is added to the file.
 */
export function loadSecrets(path: string): Secrets {
  const known = read(path);
  const secrets = { ...generate(), ...known };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** The secret part of a service's environment: each service gets only the secrets that it needs. */
export function serviceSecrets(service: ServiceName, secrets: Secrets): Record<string, string> {
  const own: Record<ServiceName, Record<string, string>> = {
    auth: { MAIL_SEAL_PUBLIC_KEY: secrets.mailSealPublicKey, AUTH_SECRET: secrets.authSecret },
    music: { STREAM_URL_SECRET: secrets.streamUrlSecret },
    notification: { MAIL_SEAL_PRIVATE_KEY: secrets.mailSealPrivateKey },
  };
  return { JWT_SECRET: secrets.jwtSecret, ...own[service] };
}

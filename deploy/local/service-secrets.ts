import type { Env, ServiceName } from './env.ts';
import type { Secrets } from './secrets.ts';

/** The part of a service's environment that is secret: no service is told more than it needs. */
export function serviceSecrets(service: ServiceName, secrets: Secrets): Env {
  const own: Record<ServiceName, Env> = {
    auth: { MAIL_SEAL_PUBLIC_KEY: secrets.mailSealPublicKey, AUTH_SECRET: secrets.authSecret },
    music: { STREAM_URL_SECRET: secrets.streamUrlSecret },
    notification: { MAIL_SEAL_PRIVATE_KEY: secrets.mailSealPrivateKey },
  };
  return { JWT_SECRET: secrets.jwtSecret, ...own[service] };
}

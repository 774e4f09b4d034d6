import { join } from 'node:path';
import { type Addresses, databaseUri } from './addresses.ts';
import type { Env, ServiceName } from './env.ts';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';
import { serviceSecrets } from './service-secrets.ts';

export type RunFacts = { dataDir: string; ports: Ports; secrets: Secrets; addresses: Addresses };

function own(service: ServiceName, { dataDir, ports }: RunFacts): Env {
  const page = `http://localhost:${ports.web}`;
  const perService: Record<ServiceName, Env> = {
    auth: { GOOGLE_REDIRECT_ALLOWLIST: `${page}/` },
    music: { STORAGE_DIR: join(dataDir, 'music') },
    notification: { SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`, WEB_ORIGIN: page },
  };
  return perService[service];
}

/** What a service needs and nobody has to write down: addresses, ports and secrets of this run. */
export function generatedEnv(service: ServiceName, facts: RunFacts): Env {
  const { ports, secrets, addresses } = facts;
  return {
    NODE_ENV: 'development',
    HTTP_HOST: '127.0.0.1',
    PORT: String(ports[service]),
    CORS_ORIGINS: `http://localhost:${ports.web},http://127.0.0.1:${ports.web}`,
    MONGO_URI: databaseUri(addresses.mongo, service),
    REDIS_URL: addresses.redis,
    AMQP_URL: addresses.amqp,
    ...serviceSecrets(service, secrets),
    ...own(service, facts),
  };
}

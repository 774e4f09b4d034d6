import type { App } from '@downbeat/shared/http';
import { createLogger } from '@downbeat/shared/logging';
import { makeSealKeys } from '@downbeat/shared/seal-keys';
import { testBackends } from '@downbeat/shared/test-kit';
import type { Test } from 'tap';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';

export interface TestService {
  readonly app: App;
  /** The environment that the service reads. */
  readonly env: Readonly<Record<string, string>>;
  /** All lines that the service logged. */
  readonly log: string[];
  readonly sealPrivateKey: string;
  readonly amqpUrl: string;
  /** Moves the service's clock. The database's clock stays. */
  readonly advance: (ms: number) => void;
  /** Starts another instance of the service with the same database and Redis. */
  readonly another: (env?: Record<string, string>) => Promise<App>;
}

export const JWT_SECRET = 'Yl0pVn7sXq2mKc8RtWz5bUe3hJd6gFaT';

// Cheap hashes keep the tests fast; enumeration.test.ts uses the real cost.
const CHEAP_HASH = { ARGON2_MEMORY_KIB: '64', ARGON2_PASSES: '1' };

/** Starts the service on real servers, with its own database, Redis key prefix and virtual host. */
export const build = async (t: Test, env: Record<string, string> = {}): Promise<TestService> => {
  const backends = await testBackends(t);
  const seal = makeSealKeys();
  const log: string[] = [];
  const environment = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'trace',
    MONGO_URI: backends.mongoUri,
    REDIS_URL: backends.redisUrl,
    AMQP_URL: backends.amqpUrl,
    JWT_SECRET,
    MAIL_SEAL_PUBLIC_KEY: seal.publicKey,
    ...CHEAP_HASH,
    ...env,
  };
  let offsetMs = 0;
  const start = async (more: Record<string, string>): Promise<App> => {
    const config = readConfig({ ...environment, ...more });
    const logger = createLogger('auth', config, { write: (line) => void log.push(line) });
    const clock = () => Date.now() + offsetMs;
    const app = await buildApp(config, { logger, clock, redisKeyPrefix: backends.redisKeyPrefix });
    t.teardown(() => app.close());
    return app;
  };
  return {
    app: await start({}),
    env: environment,
    log,
    sealPrivateKey: seal.privateKey,
    amqpUrl: backends.amqpUrl,
    advance: (ms) => void (offsetMs += ms),
    another: (more = {}) => start(more),
  };
};

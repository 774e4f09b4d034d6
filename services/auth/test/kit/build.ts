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
  /** Lets time pass: moves the service's clock, and ages what is compared with the database's clock. */
  readonly advance: (ms: number) => Promise<void>;
  /** Starts another instance of the service with the same database and Redis, on a host whose clock may be ahead. */
  readonly another: (env?: Record<string, string>, aheadMs?: number) => Promise<App>;
}

export const JWT_SECRET = 'Yl0pVn7sXq2mKc8RtWz5bUe3hJd6gFaT';

// Cheap hashes keep the tests fast; enumeration.test.ts uses the real cost.
const CHEAP_HASH = { ARGON2_MEMORY_KIB: '64', ARGON2_PASSES: '1' };

/** Makes the times older that the service compares with the database's clock. */
async function age({ mongo: { db } }: App, ms: number): Promise<void> {
  const older = (field: string) => ({ $subtract: [field, ms] });
  const issuedAt = { $map: { input: '$issuedAt', in: older('$$this') } };
  await db.collection('codes').updateMany({}, [{ $set: { issuedAt, expiresAt: older('$expiresAt') } }]);
  for (const name of ['googleStates', 'googleExchangeCodes'])
    await db.collection(name).updateMany({}, [{ $set: { expiresAt: older('$expiresAt') } }]);
  await db.collection('refreshTokens').updateMany({}, [{ $set: { usedAt: older('$usedAt') } }]);
}

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
  const start = async (more: Record<string, string>, aheadMs = 0): Promise<App> => {
    const config = readConfig({ ...environment, ...more });
    const logger = createLogger('auth', config, { write: (line) => void log.push(line) });
    const clock = () => Date.now() + offsetMs + aheadMs;
    const app = await buildApp(config, { logger, clock, redisKeyPrefix: backends.redisKeyPrefix });
    t.teardown(() => app.close());
    return app;
  };
  const app = await start({});
  return {
    app,
    env: environment,
    log,
    sealPrivateKey: seal.privateKey,
    amqpUrl: backends.amqpUrl,
    advance: async (ms) => {
      offsetMs += ms;
      await age(app, ms);
    },
    another: (more = {}, aheadMs = 0) => start(more, aheadMs),
  };
};

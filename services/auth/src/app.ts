import { attach, type Connections, connect } from '@downbeat/shared/connections';
import { type App, bearerAuthenticator, createApp } from '@downbeat/shared/http';
import { type Logger, createLogger } from '@downbeat/shared/logging';
import { ensureIndexes } from '@downbeat/shared/mongo';
import { startRelay } from '@downbeat/shared/outbox';
import { accountRoutes } from './accounts/routes.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { createFeatures } from './features.ts';
import contract from './generated/contract.gen.json' with { type: 'json' };
import { operations } from './generated/operations.gen.ts';
import { googleRoutes } from './google/routes.ts';
import { indexes } from './indexes.ts';
import { type Infrastructure, createInfrastructure } from './infrastructure.ts';
import { rateLimitsOf } from './rate-limits.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { verificationRoutes } from './verification/routes.ts';

/** What a test may replace. */
export interface Seams {
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly redisKeyPrefix?: string;
}

const createServer = (
  config: Config,
  logger: Logger,
  { redis }: Connections,
  { revocations }: Infrastructure,
): Promise<App> => {
  const bearer = bearerAuthenticator({
    jwtSecret: config.JWT_SECRET,
    isRevoked: (id) => revocations.isRevoked(id),
  });
  return createApp({
    service: 'auth',
    contract,
    operations,
    config,
    logger,
    authenticators: { bearer },
    rateLimit: { redis: redis.redis },
  });
};

const publishEvents = (app: App, { mongo, rabbit }: Connections, { outbox }: Infrastructure): void => {
  const relay = startRelay({ db: mongo.db, rabbit, outbox, logger: app.log, registry: app.metricsRegistry });
  app.atShutdown('workers', 'outbox relay', ({ graceMs }) => relay.stop(graceMs));
};

/** The service, connected to everything it needs, not listening yet. */
export const buildApp = async (config: Config, seams: Seams = {}): Promise<App> => {
  const { logger = createLogger('auth', config), clock = Date.now, redisKeyPrefix } = seams;
  const connections = await connect(config, { service: 'auth', logger, redisKeyPrefix });
  const infrastructure = createInfrastructure(connections, logger, clock);
  const app = await createServer(config, logger, connections, infrastructure);
  await attach(app, connections);
  await ensureIndexes(connections.mongo.db, indexes);
  publishEvents(app, connections, infrastructure);

  const features = await createFeatures(app, config, infrastructure);
  const limits = rateLimitsOf(config);
  accountRoutes(app, features, limits);
  sessionRoutes(app, features, limits);
  verificationRoutes(app, features.verification, limits);
  googleRoutes(app, features.google, limits);
  return app;
};

import { type App, bearerAuthenticator, createApp } from '@downbeat/shared/http';
import type { Logger } from '@downbeat/shared/logging';
import { ensureIndexes, mongoPlugin } from '@downbeat/shared/mongo';
import { Cursors } from '@downbeat/shared/paging';
import { rabbitPlugin } from '@downbeat/shared/rabbit';
import { redisPlugin } from '@downbeat/shared/redis';
import { createRevocationList, revocationIndexes } from '@downbeat/shared/revocation';
import { type Backing, connectBacking } from './backing.ts';
import type { Config } from './config.ts';
import contract from './generated/contract.gen.json' with { type: 'json' };
import { operations } from './generated/operations.gen.ts';
import { createTransport } from './mail-server.ts';
import { mailIndexes } from './mails/collection.ts';
import { createPostOffice } from './mails/post-office.ts';
import { mailRoutes } from './mails/routes.ts';
import type { AtPoint } from './mails/seams.ts';
import { mailDependency } from './transport/health.ts';
import { startWorkers } from './workers.ts';

/** What a test may put in the place of the real thing. */
export interface Seams {
  backing?: Backing;
  at?: AtPoint;
  /** Pauses before an event is tried again. */
  retryDelaysMs?: readonly number[];
}

/** The table of contents of the notification service: connected to everything, not listening. */
export async function buildApp(config: Config, logger: Logger, seams: Seams = {}): Promise<App> {
  const { mongo, redis, rabbit } = seams.backing ?? (await connectBacking(config, logger));
  const { db } = mongo;
  await ensureIndexes(db, { ...mailIndexes, ...revocationIndexes });
  const revocations = createRevocationList({ redis: redis.redis, db, logger });
  const {
    JWT_SECRET: jwtSecret,
    MAIL_SEND_TIMEOUT_MS: sendTimeoutMs,
    MAIL_CONCURRENCY: connections,
  } = config;
  const transport = createTransport(config.mailServer, { sendTimeoutMs, connections });

  const bearer = bearerAuthenticator({ jwtSecret, isRevoked: (id) => revocations.isRevoked(id) });
  const app = await createApp({
    service: 'notification',
    contract,
    operations,
    config,
    authenticators: { bearer },
    dependencies: [mailDependency(transport)],
    logger,
  });
  await app.register(mongoPlugin, { connection: mongo });
  await app.register(redisPlugin, { connection: redis });
  await app.register(rabbitPlugin, { connection: rabbit });
  app.addHook('onClose', async () => transport.close());

  const office = createPostOffice({
    db,
    config,
    transport,
    registry: app.metricsRegistry,
    logger,
    at: seams.at,
  });
  mailRoutes(app, office.listing, new Cursors(jwtSecret));
  app.addHook('onReady', async () =>
    startWorkers(app, { office, revocations, retryDelaysMs: seams.retryDelaysMs }),
  );
  return app;
}

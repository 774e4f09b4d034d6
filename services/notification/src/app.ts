import { attach, type Connections, connect } from '@downbeat/shared/connections';
import { type App, bearerAuthenticator, createApp } from '@downbeat/shared/http';
import type { Logger } from '@downbeat/shared/logging';
import { ensureIndexes } from '@downbeat/shared/mongo';
import { Cursors } from '@downbeat/shared/paging';
import { createRevocationList, revocationIndexes } from '@downbeat/shared/revocation';
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
  connections?: Connections;
  at?: AtPoint;
  /** Pauses before an event is tried again. */
  retryDelaysMs?: readonly number[];
}

/** The table of contents of the notification service: connected to everything, not listening. */
export async function buildApp(config: Config, logger: Logger, seams: Seams = {}): Promise<App> {
  const connections =
    seams.connections ?? (await connect(config, { service: 'notification', needsRabbit: true, logger }));
  const { db } = connections.mongo;
  await ensureIndexes(db, { ...mailIndexes, ...revocationIndexes });
  const revocations = createRevocationList({ redis: connections.redis.redis, db, logger });
  const {
    JWT_SECRET: jwtSecret,
    MAIL_SEND_TIMEOUT_MS: sendTimeoutMs,
    MAIL_CONCURRENCY: concurrency,
  } = config;
  const transport = createTransport(config.mailServer, { sendTimeoutMs, connections: concurrency });

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
  await attach(app, connections);
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

import { attach, connect, type Connections } from '@downbeat/shared/connections';
import { type App, bearerAuthenticator, createApp } from '@downbeat/shared/http';
import type { Logger } from '@downbeat/shared/logging';
import { startConsumer } from '@downbeat/shared/messaging';
import { runMigrations } from '@downbeat/shared/migrations';
import { ensureIndexes } from '@downbeat/shared/mongo';
import { Cursors } from '@downbeat/shared/paging';
import {
  createRevocationList,
  revocationHandlers,
  revocationIndexes,
  type RevocationList,
} from '@downbeat/shared/revocation';
import type { Config } from './config.ts';
import contract from './generated/contract.gen.json' with { type: 'json' };
import { operations } from './generated/operations.gen.ts';
import { mailHandlers, queues } from './mails/events.ts';
import { mailIndexes } from './mails/repository.ts';
import { mailRoutes } from './mails/routes.ts';
import { createMailService, type MailService } from './mails/service.ts';
import { migrations } from './migrations.ts';
import { createTransport, mailServerCheck } from './smtp/mail-server.ts';
import type { Transport } from './smtp/transport.ts';

/** Replacements for tests. */
export interface AppOverrides {
  connections?: Connections;
  transport?: Transport;
  /** Delays before a failed event is handled again. */
  retryDelaysMs?: readonly number[];
}

/** Builds the notification service: connected to its dependencies, not listening yet. */
export async function buildApp(config: Config, logger: Logger, overrides: AppOverrides = {}): Promise<App> {
  const connections =
    overrides.connections ?? (await connect(config, { service: 'notification', needsRabbit: true, logger }));
  const { db } = connections.mongo;
  await runMigrations({ db, migrations, logger });
  await ensureIndexes(db, { ...mailIndexes, ...revocationIndexes });
  const revocations = createRevocationList({ redis: connections.redis.redis, db, logger });
  const transport = overrides.transport ?? transportOf(config);

  const { JWT_SECRET: jwtSecret } = config;
  const bearer = bearerAuthenticator({ jwtSecret, isRevoked: (id) => revocations.isRevoked(id) });
  const app = await createApp({
    service: 'notification',
    contract,
    operations,
    config,
    authenticators: { bearer },
    readinessChecks: [mailServerCheck(transport)],
    logger,
  });
  await attach(app, connections);
  app.addHook('onClose', async () => transport.close());

  const cursors = new Cursors(jwtSecret);
  const registry = app.metricsRegistry;
  const mails = createMailService({ db, config, transport, cursors, registry, logger });
  mailRoutes(app, mails);
  app.addHook('onReady', () => startWorkers(app, { mails, revocations, ...overrides }));
  return app;
}

/** The transport to the configured mail server. */
export function transportOf({ mailServer, MAIL_SEND_TIMEOUT_MS, MAIL_CONCURRENCY }: Config): Transport {
  return createTransport(mailServer, { sendTimeoutMs: MAIL_SEND_TIMEOUT_MS, connections: MAIL_CONCURRENCY });
}

type Workers = Pick<AppOverrides, 'retryDelaysMs'> & { mails: MailService; revocations: RevocationList };

/** Starts the mail worker and the event consumers. The shutdown of the app stops them. */
async function startWorkers(app: App, { mails, revocations, retryDelaysMs }: Workers): Promise<void> {
  const { log: logger, rabbit, metricsRegistry: registry } = app;
  const common = { rabbit, ...app.mongo, logger, registry, ...(retryDelaysMs && { retryDelaysMs }) };
  const worker = mails.startWorker();
  app.atShutdown('workers', 'mail worker', ({ graceMs }) => worker.stop(graceMs));
  const consumed = [
    { queue: queues.mails, handlers: mailHandlers(mails, () => worker.wake()) },
    { queue: queues.revocations, handlers: revocationHandlers(revocations) },
  ];
  for (const { queue, handlers } of consumed) {
    const consumer = await startConsumer({ ...common, queue, handlers });
    app.atShutdown('workers', queue, ({ graceMs }) => consumer.stop(graceMs));
  }
}

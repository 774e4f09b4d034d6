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
import { operations } from './generated/operations.gen.ts';
import { createMailCircuit } from './mails/circuit.ts';
import { createCompose } from './mails/compose.ts';
import { createMailEncryption } from './mails/encryption.ts';
import { mailHandlers, queues } from './mails/events.ts';
import { createMailMetrics } from './mails/metrics.ts';
import { createReleaseContacts } from './mails/release-contacts.ts';
import { RELEASES_QUEUE, releaseHandlers } from './mails/release-events.ts';
import { createMailRepository, mailIndexes, type MailRepository } from './mails/repository.ts';
import { mailRoutes } from './mails/routes.ts';
import { MailWorker } from './mails/worker.ts';
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
  const bearer = bearerAuthenticator({ jwtSecret, revocations });
  const app = await createApp({
    service: 'notification',
    contract: new URL('generated/contract.gen.json', import.meta.url),
    operations,
    config,
    authenticators: { bearer },
    readinessChecks: [mailServerCheck(transport)],
    logger,
  });
  await attach(app, connections);
  app.addHook('onClose', async () => transport.close());

  const messageIdDomain = config.from.email.replace(/^.*@/, '');
  const mails = createMailRepository({ db, messageIdDomain, leaseMs: config.MAIL_LEASE_MS });
  mailRoutes(app, mails, new Cursors(jwtSecret));
  const deps = { app, config, transport, mails, revocations };
  app.addHook('onReady', () => startWorkers(deps, overrides.retryDelaysMs));
  return app;
}

/** The transport to the configured mail server. */
export function transportOf({ mailServer, MAIL_SEND_TIMEOUT_MS, MAIL_CONCURRENCY }: Config): Transport {
  return createTransport(mailServer, { sendTimeoutMs: MAIL_SEND_TIMEOUT_MS, connections: MAIL_CONCURRENCY });
}

interface WorkerDeps {
  app: App;
  config: Config;
  transport: Transport;
  mails: MailRepository;
  revocations: RevocationList;
}

function startMailWorker({ app, config, transport, mails: repository }: WorkerDeps): MailWorker {
  const { log: logger, metricsRegistry } = app;
  const encryption = createMailEncryption(config.MAIL_SEAL_PRIVATE_KEY);
  const onRecovery = () => repository.retryUnreachable();
  return new MailWorker({
    config,
    repository,
    encryption,
    logger,
    compose: createCompose({ config, encryption }),
    circuit: createMailCircuit({ transport, logger, onRecovery }),
    metrics: createMailMetrics(repository, metricsRegistry),
  });
}

/** Starts the mail worker and the event consumers. The shutdown of the app stops them. */
async function startWorkers(deps: WorkerDeps, retryDelaysMs?: readonly number[]): Promise<void> {
  const { app, mails, revocations } = deps;
  const { log: logger, rabbit, metricsRegistry: registry } = app;
  const common = { rabbit, ...app.mongo, logger, registry, ...(retryDelaysMs && { retryDelaysMs }) };
  const worker = startMailWorker(deps);
  app.atShutdown('workers', 'mail worker', ({ graceMs }) => worker.stop(graceMs));
  const consumed = [
    { queue: queues.mails, handlers: mailHandlers(mails, () => worker.wake()) },
    {
      queue: RELEASES_QUEUE,
      handlers: releaseHandlers(mails, createReleaseContacts(app.mongo.db), () => worker.wake()),
    },
    { queue: queues.revocations, handlers: revocationHandlers(revocations) },
  ];
  for (const { queue, handlers } of consumed) {
    const consumer = await startConsumer({ ...common, queue, handlers });
    app.atShutdown('workers', queue, ({ graceMs }) => consumer.stop(graceMs));
  }
}

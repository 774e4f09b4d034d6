import type { Logger } from '@downbeat/shared/logging';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import type { Registry } from '@prometheus-io/client';
import type { ClientSession, Db } from 'mongodb';
import type { Config } from '../config.ts';
import type { MailPage, MailState } from '../generated/schemas.gen.ts';
import type { Transport } from '../smtp/transport.ts';
import { createMailCircuit } from './circuit.ts';
import { createCompose } from './compose.ts';
import { type DeliverDeps, deliverMail } from './deliver.ts';
import { createMailEncryption } from './encryption.ts';
import type { MailRequest } from './mail.ts';
import { createMailMetrics } from './metrics.ts';
import { createMailRepository, type MailRepository } from './repository.ts';
import { MailWorker } from './worker.ts';

export interface MailServiceDeps {
  db: Db;
  config: Config;
  transport: Transport;
  cursors: Cursors;
  registry: Registry;
  logger: Logger;
}

export interface MailQuery {
  limit: number;
  cursor?: string;
  state?: MailState;
}

export interface MailService {
  /**
   * Stores the mail in the caller's transaction, once for each key.
   * @throws {InvalidEmail} when the recipient is not one plain mailbox
   */
  enqueue(request: MailRequest, mongoSession: ClientSession): Promise<void>;
  /**
   * A page of the stored mails, newest first.
   * @throws ProblemError MALFORMED_CURSOR
   */
  list(query: MailQuery): Promise<MailPage>;
  /** Starts to deliver the stored mails. */
  startWorker(): MailWorker;
}

/** Stores the mails that events ask for, delivers them, and lists them. */
export function createMailService(deps: MailServiceDeps): MailService {
  const { db, config, cursors, registry } = deps;
  const repository = createMailRepository({
    db,
    messageIdDomain: config.from.email.replace(/^.*@/, ''),
    leaseMs: config.MAIL_LEASE_MS,
  });
  const metrics = createMailMetrics(repository, registry);
  return {
    enqueue: (request, mongoSession) => repository.enqueue(request, mongoSession),
    list: (query) => listMails(repository, cursors, query),
    startWorker() {
      const { transport, logger } = deps;
      const circuit = createMailCircuit({
        transport,
        logger,
        onRecovery: () => repository.retryUnreachable(),
      });
      const deliverDeps = { repository, circuit, metrics, ...deliverySettings(config) };
      return new MailWorker({
        repository,
        circuit,
        deliver: (delivery) => deliverMail(deliverDeps, delivery),
        logger,
        concurrency: config.MAIL_CONCURRENCY,
        pollMs: config.MAIL_POLL_MS,
        onExpired: metrics.expired,
      });
    },
  };
}

function deliverySettings(config: Config): Omit<DeliverDeps, 'repository' | 'circuit' | 'metrics'> {
  const encryption = createMailEncryption(config.MAIL_SEAL_PRIVATE_KEY);
  return {
    compose: createCompose({ from: config.from, webOrigin: config.WEB_ORIGIN, encryption }),
    encryption,
    retryPolicy: {
      baseMs: config.MAIL_RETRY_BASE_MS,
      capMs: config.MAIL_RETRY_CAP_MS,
      maxAttempts: config.MAIL_MAX_ATTEMPTS,
    },
    sendTimeoutMs: config.MAIL_SEND_TIMEOUT_MS,
    fromEmail: config.from.email,
  };
}

const LIST = 'mails';

async function listMails(
  repository: MailRepository,
  cursors: Cursors,
  { limit, cursor, state }: MailQuery,
): Promise<MailPage> {
  const [before] = cursor === undefined ? [] : cursors.read(LIST, cursor);
  // The extra mail shows whether there is another page.
  const found = await repository.list(limit + 1, { ...(before && { before }), ...(state && { state }) });
  const { rows: items, last } = cutPage(found, limit);
  return { items, nextCursor: last && cursors.write(LIST, [last.id]) };
}

import type { Registry } from '@prometheus-io/client';
import type { FastifyBaseLogger } from 'fastify';
import type { Db } from 'mongodb';
import type { Config } from '../config.ts';
import type { Transport } from '../transport/transport.ts';
import { createCircuit } from './circuit.ts';
import { createClaims } from './claims.ts';
import { createCompose } from './compose.ts';
import { Courier } from './courier.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createListing, type Listing } from './listing.ts';
import { createMailMetrics } from './metrics.ts';
import { createOutcomes } from './outcomes.ts';
import { createPersist } from './persist.ts';
import { type AtPoint, passThrough } from './seams.ts';
import { Sender } from './sender.ts';
import { createVault } from './vault.ts';

export interface PostOfficeOptions {
  db: Db;
  config: Config;
  transport: Transport;
  registry: Registry;
  logger: FastifyBaseLogger;
  at?: AtPoint | undefined;
}

/** Everything between a row in the ledger and the 250 of the mail server. */
export interface PostOffice {
  ledger: Ledger;
  listing: Listing;
  /** Begins to send. */
  open(): Sender;
}

const retryPolicyOf = ({ MAIL_RETRY_BASE_MS, MAIL_RETRY_CAP_MS, MAIL_MAX_ATTEMPTS }: Config) => ({
  baseMs: MAIL_RETRY_BASE_MS,
  capMs: MAIL_RETRY_CAP_MS,
  maxAttempts: MAIL_MAX_ATTEMPTS,
});

/** Puts the parts of the mail's way together. */
export function createPostOffice(options: PostOfficeOptions): PostOffice {
  const { db, config, transport, registry, logger, at = passThrough } = options;
  const vault = createVault(config.MAIL_SEAL_PRIVATE_KEY);
  const ledger = createLedger(db, config.from.address.replace(/^.*@/, ''));
  const listing = createListing(db);
  const metrics = createMailMetrics(listing, registry);
  const claims = createClaims(db, config.MAIL_LEASE_MS);

  function open(): Sender {
    const circuit = createCircuit({ transport, logger, onRecovery: () => claims.hasten() });
    const courier = new Courier({
      outcomes: createOutcomes(db),
      compose: createCompose({ from: config.from, webOrigin: config.WEB_ORIGIN }, vault),
      vault,
      circuit,
      persist: createPersist(),
      metrics,
      policy: retryPolicyOf(config),
      sendTimeoutMs: config.MAIL_SEND_TIMEOUT_MS,
      from: config.from.address,
      at,
    });
    const { MAIL_CONCURRENCY: concurrency, MAIL_POLL_MS: pollMs } = config;
    return new Sender({
      claims,
      circuit,
      courier,
      logger,
      concurrency,
      pollMs,
      onExpired: metrics.expired,
      at,
    });
  }

  return { ledger, listing, open };
}

import { isDatabaseAway } from '@downbeat/shared/errors';
import type { Logger } from '@downbeat/shared/logging';
import { firstCharacters } from '@downbeat/shared/text';
import { BrokenCircuitError, ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { MongoError } from 'mongodb';
import type { Config } from '../config.ts';
import { DeliveryError } from '../smtp/failure.ts';
import type { MailCircuit } from './circuit.ts';
import type { Compose } from './compose.ts';
import type { MailEncryption } from './encryption.ts';
import { keepLease } from './lease.ts';
import type { ClaimedMail } from './mail.ts';
import type { MailMetrics } from './metrics.ts';
import type { MailRepository } from './repository.ts';

export interface DeliverDeps {
  repository: MailRepository;
  compose: Compose;
  encryption: MailEncryption;
  circuit: MailCircuit;
  metrics: MailMetrics;
  config: Config;
}

/** One claimed mail on its way to the mail server. */
export interface Delivery {
  mail: ClaimedMail;
  /** When the claim began, on `performance.now()`. */
  claimedAtMs: number;
  logger: Logger;
  /** Aborts the delivery. */
  stop: AbortSignal;
}

type Outcome = { response: string } | { failure: DeliveryError } | 'lease-lost';

const RESPONSE_LENGTH = 200;

/**
 * Repeats the write of an outcome until MongoDB is back: only this process knows the mail server's answer, and without
 * the write the mail would be sent twice.
 */
const writes = retry(
  handleWhen((error) => error instanceof MongoError || isDatabaseAway(error)),
  {
    maxAttempts: Number.MAX_SAFE_INTEGER,
    backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1000 }),
  },
);

/** Sends one claimed mail and stores the outcome. Rejects only when the outcome could not be stored. */
export async function deliverMail(deps: DeliverDeps, delivery: Delivery): Promise<void> {
  const { mail, logger } = delivery;
  if (mail.resends > 0) {
    logger.warn({ resends: mail.resends }, 'mail is sent again, an earlier delivery may have arrived');
  }
  const startedAt = performance.now();
  const lease = keepLease(deps.repository, deps.config.MAIL_LEASE_MS, delivery);
  const outcome = await send(deps, delivery, lease.lost).finally(() => lease.end());
  if (outcome === 'lease-lost') logger.warn('another worker has claimed the mail');
  else if ('failure' in outcome) await retryOrFail(deps, delivery, outcome.failure);
  else await accept(deps, delivery, { ...outcome, durationMs: performance.now() - startedAt });
}

async function send(deps: DeliverDeps, { mail, stop }: Delivery, lost: AbortSignal): Promise<Outcome> {
  const { circuit, config } = deps;
  try {
    const message = await messageOf(deps, mail);
    if (!message) return 'lease-lost';
    const signal = AbortSignal.any([stop, lost, AbortSignal.timeout(config.MAIL_SEND_TIMEOUT_MS)]);
    const outgoing = { from: config.from.email, to: mail.recipient, message };
    return { response: await circuit.send(outgoing, { signal }) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** The message as it was first rendered; null when another worker has claimed the mail. */
async function messageOf(deps: DeliverDeps, mail: ClaimedMail): Promise<Buffer | null> {
  const { compose, encryption, repository } = deps;
  if (mail.message !== undefined) return Buffer.from(await encryption.decrypt(mail.message), 'latin1');
  const message = await compose(mail);
  const encrypted = await encryption.encrypt(message.toString('latin1'));
  return (await writes.execute(() => repository.storeMessage(mail, encrypted))) ? message : null;
}

function failureOf(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof BrokenCircuitError) {
    return new DeliveryError('unreachable', 'the mail server cannot be reached', { maybeAccepted: false });
  }
  // Only the error's name: its message may quote a one-time code.
  const name = error instanceof Error ? error.name : 'unknown error';
  return new DeliveryError('transient', `could not be composed: ${name}`, {
    maybeAccepted: false,
    cause: error,
  });
}

async function accept(
  { repository, metrics }: DeliverDeps,
  { mail, logger }: Delivery,
  { response, durationMs }: { response: string; durationMs: number },
): Promise<void> {
  await writes.execute(() => repository.markAccepted(mail));
  metrics.finished(mail, 'accepted', durationMs);
  const { attempts, resends, messageId } = mail;
  const answer = firstCharacters(response, RESPONSE_LENGTH);
  logger.info({ messageId, attempts, resends, response: answer }, 'mail accepted');
}

async function retryOrFail(
  { repository, metrics, config }: DeliverDeps,
  { mail, logger }: Delivery,
  failure: DeliveryError,
): Promise<void> {
  const facts = { reason: failure.message, kind: failure.kind, attempts: mail.attempts };
  if (failure.kind === 'permanent' || mail.attempts >= config.MAIL_MAX_ATTEMPTS) {
    await writes.execute(() => repository.markFailed(mail, failure));
    metrics.finished(mail, 'failed');
    logger.error(facts, 'mail failed permanently');
    return;
  }
  const delayMs = retryDelayMs(config, mail.attempts);
  await writes.execute(() => repository.retryAfter(mail, failure, delayMs));
  metrics.retried(failure.kind);
  logger.warn({ ...facts, delayMs }, 'mail could not be delivered, it is tried again');
}

/** Doubles with each attempt up to the cap; the random part (0 to 25 %) keeps failed mails from retrying all at once. */
function retryDelayMs({ MAIL_RETRY_BASE_MS, MAIL_RETRY_CAP_MS }: Config, attempts: number): number {
  const fullMs = Math.min(MAIL_RETRY_CAP_MS, MAIL_RETRY_BASE_MS * 2 ** (attempts - 1));
  return Math.round(fullMs * (0.75 + Math.random() / 4));
}

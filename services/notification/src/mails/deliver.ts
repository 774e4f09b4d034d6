import { BrokenCircuitError } from 'cockatiel';
import type { FastifyBaseLogger } from 'fastify';
import { DeliveryFailure } from '../transport/failure.ts';
import { retryDelayMs, type RetryPolicy } from './backoff.ts';
import type { Circuit } from './circuit.ts';
import type { Compose } from './compose.ts';
import type { ClaimedMail } from './mail.ts';
import type { MailMetrics } from './metrics.ts';
import type { Outcomes } from './outcomes.ts';
import type { Persist } from './persist.ts';
import type { AtPoint } from './seams.ts';
import type { Vault } from './vault.ts';

export interface DeliverOptions {
  outcomes: Outcomes;
  compose: Compose;
  vault: Vault;
  circuit: Circuit;
  persist: Persist;
  metrics: MailMetrics;
  policy: RetryPolicy;
  sendTimeoutMs: number;
  from: string;
  at: AtPoint;
}

/** Delivers a claimed mail and writes down what became of it. Rejects only when that could not be written. */
export type Deliver = (mail: ClaimedMail, logger: FastifyBaseLogger, signal: AbortSignal) => Promise<void>;

const hasExpired = (mail: ClaimedMail) =>
  mail.expiresAt !== undefined && mail.expiresAt.getTime() <= Date.now();

/** What went wrong before anything was sent is told by its name only: its text may quote what it choked on. */
function failureOf(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  if (error instanceof BrokenCircuitError) {
    return new DeliveryFailure('unreachable', 'the mail server cannot be reached', { maybeAccepted: false });
  }
  const name = error instanceof Error ? error.name : 'unknown error';
  return new DeliveryFailure('transient', `could not be composed: ${name}`, {
    maybeAccepted: false,
    cause: error,
  });
}

export function createDeliver(options: DeliverOptions): Deliver {
  const { outcomes, compose, vault, circuit, persist, metrics, policy, sendTimeoutMs, from, at } = options;

  /** Null when another worker has taken over. */
  async function messageOf(mail: ClaimedMail): Promise<Buffer | null> {
    if (mail.message !== undefined) return Buffer.from(await vault.open(mail.message), 'base64');
    const message = await compose(mail);
    const sealed = await vault.seal(message.toString('base64'));
    return (await persist(() => outcomes.keepMessage(mail, sealed))) ? message : null;
  }

  async function send(mail: ClaimedMail, message: Buffer, stop: AbortSignal): Promise<string> {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(sendTimeoutMs)]);
    return circuit.send({ from, to: mail.recipient, message }, { signal, onData: () => at('before-data') });
  }

  async function giveBack(
    mail: ClaimedMail,
    failure: DeliveryFailure,
    logger: FastifyBaseLogger,
  ): Promise<void> {
    const facts = { reason: failure.message, kind: failure.kind, attempts: mail.attempts };
    if (failure.kind === 'permanent' || mail.attempts >= policy.maxAttempts) {
      await persist(() => outcomes.fail(mail, failure));
      metrics.finished(mail, 'failed');
      return logger.error(facts, 'mail failed for good');
    }
    const dueAt = new Date(Date.now() + retryDelayMs(policy, mail.attempts));
    await persist(() => outcomes.retryLater(mail, failure, dueAt));
    metrics.retried(mail, failure.kind);
    logger.warn({ ...facts, dueAt }, 'mail could not be delivered, it is tried again');
  }

  async function accept(mail: ClaimedMail, response: string, tookMs: number, logger: FastifyBaseLogger) {
    await persist(() => outcomes.accept(mail));
    metrics.finished(mail, 'accepted', tookMs);
    const { attempts, resends, messageId } = mail;
    logger.info({ messageId, attempts, resends, response: response.slice(0, 200) }, 'mail accepted');
  }

  async function attempt(mail: ClaimedMail, logger: FastifyBaseLogger, stop: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    let response: string;
    try {
      const message = await messageOf(mail);
      if (!message) return logger.warn('another worker has taken the mail over');
      response = await send(mail, message, stop);
    } catch (error) {
      return giveBack(mail, failureOf(error), logger);
    }
    at('after-250');
    await accept(mail, response, performance.now() - startedAt, logger);
  }

  return async (mail, logger, stop) => {
    if (hasExpired(mail)) {
      await persist(() => outcomes.expire(mail));
      metrics.finished(mail, 'expired');
      return logger.info('mail dropped, its code has expired');
    }
    const { resends } = mail;
    if (resends > 0) logger.warn({ resends }, 'mail is sent again, an earlier delivery may have arrived');
    await attempt(mail, logger, stop);
  };
}

import { firstCharacters } from '@downbeat/shared/text';
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

export interface CourierOptions {
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

type Answer = { response: string } | { failure: DeliveryFailure } | 'overtaken';

const RESPONSE_LENGTH = 200;

const hasExpired = ({ expiresAt }: ClaimedMail) =>
  expiresAt !== undefined && expiresAt.getTime() <= Date.now();

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

/** Takes one claimed mail to the mail server and writes down what became of it. */
export class Courier {
  readonly #options: CourierOptions;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Breaks off with `stop`. Rejects only when the outcome could not be written down. */
  async deliver(mail: ClaimedMail, logger: FastifyBaseLogger, stop: AbortSignal): Promise<void> {
    if (hasExpired(mail)) return this.#expire(mail, logger);
    const { resends } = mail;
    if (resends > 0) logger.warn({ resends }, 'mail is sent again, an earlier delivery may have arrived');
    const startedAt = performance.now();
    const answer = await this.#ask(mail, stop);
    if (answer === 'overtaken') logger.warn('another worker has taken the mail over');
    else if ('failure' in answer) await this.#giveBack(mail, answer.failure, logger);
    else await this.#accept(mail, answer.response, performance.now() - startedAt, logger);
  }

  async #ask(mail: ClaimedMail, stop: AbortSignal): Promise<Answer> {
    const { circuit, from, sendTimeoutMs, at } = this.#options;
    try {
      const message = await this.#messageOf(mail);
      if (!message) return 'overtaken';
      const signal = AbortSignal.any([stop, AbortSignal.timeout(sendTimeoutMs)]);
      const outgoing = { from, to: mail.recipient, message };
      const response = await circuit.send(outgoing, { signal, onData: () => at('before-data') });
      at('after-250');
      return { response };
    } catch (error) {
      return { failure: failureOf(error) };
    }
  }

  /** Null when another worker has taken over. */
  async #messageOf(mail: ClaimedMail): Promise<Buffer | null> {
    const { vault, compose, outcomes, persist } = this.#options;
    if (mail.message !== undefined) return Buffer.from(await vault.open(mail.message), 'latin1');
    const message = await compose(mail);
    const sealed = await vault.seal(message.toString('latin1'));
    return (await persist(() => outcomes.keepMessage(mail, sealed))) ? message : null;
  }

  async #accept(
    mail: ClaimedMail,
    response: string,
    tookMs: number,
    logger: FastifyBaseLogger,
  ): Promise<void> {
    const { outcomes, persist, metrics } = this.#options;
    await persist(() => outcomes.accept(mail));
    metrics.finished(mail, 'accepted', tookMs);
    const { attempts, resends, messageId } = mail;
    const said = firstCharacters(response, RESPONSE_LENGTH);
    logger.info({ messageId, attempts, resends, response: said }, 'mail accepted');
  }

  async #expire(mail: ClaimedMail, logger: FastifyBaseLogger): Promise<void> {
    const { outcomes, persist, metrics } = this.#options;
    await persist(() => outcomes.expire(mail));
    metrics.finished(mail, 'expired');
    logger.info('mail dropped, its code has expired');
  }

  async #giveBack(mail: ClaimedMail, failure: DeliveryFailure, logger: FastifyBaseLogger): Promise<void> {
    const { outcomes, persist, metrics, policy } = this.#options;
    const facts = { reason: failure.message, kind: failure.kind, attempts: mail.attempts };
    if (failure.kind === 'permanent' || mail.attempts >= policy.maxAttempts) {
      await persist(() => outcomes.fail(mail, failure));
      metrics.finished(mail, 'failed');
      logger.error(facts, 'mail failed for good');
      return;
    }
    const dueAt = new Date(Date.now() + retryDelayMs(policy, mail.attempts));
    await persist(() => outcomes.retryLater(mail, failure, dueAt));
    metrics.retried(failure.kind);
    logger.warn({ ...facts, dueAt }, 'mail could not be delivered, it is tried again');
  }
}

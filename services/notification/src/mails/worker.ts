import { type Logger, runWithContext } from '@downbeat/shared/logging';
import { WakeTimer } from '@downbeat/shared/timers';
import { type DeliverDeps, deliverMail } from './deliver.ts';
import type { ClaimedMail } from './mail.ts';

export interface MailWorkerDeps extends DeliverDeps {
  logger: Logger;
}

/** Claims due mails and delivers several at the same time, until it is stopped. */
export class MailWorker {
  readonly #deps: MailWorkerDeps;
  readonly #timer = new WakeTimer();
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #stopClaiming = new AbortController();
  readonly #stopDelivering = new AbortController();
  readonly #running: Promise<void>;
  #nextExpiryCheckAt = 0;
  #lastDatabaseFailureAt = -Infinity;

  constructor(deps: MailWorkerDeps) {
    this.#deps = deps;
    this.#running = this.#run();
  }

  /** Starts the next check for due mails now. */
  wake(): void {
    this.#timer.wake();
  }

  /** Claims no more mails and aborts deliveries that take longer than `graceMs`; their mails are queued again. */
  async stop(graceMs: number): Promise<void> {
    this.#stopClaiming.abort();
    this.#timer.wake();
    const timeout = setTimeout(() => this.#stopDelivering.abort(), graceMs);
    await this.#running;
    await Promise.all(this.#inFlight.values());
    clearTimeout(timeout);
  }

  #isStopping(): boolean {
    return this.#stopClaiming.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping()) {
      // Created before the check, so that a wake-up during the check is not missed.
      const nextCheck = this.#timer.next(this.#deps.config.MAIL_POLL_MS);
      try {
        await this.#expireDue();
        while (!this.#isStopping() && (await this.#startNext()));
      } catch (err) {
        this.#lastDatabaseFailureAt = performance.now();
        this.#deps.logger.warn({ err }, 'due mails could not be read');
      }
      if (!this.#isStopping()) await nextCheck;
    }
    this.#timer.wake();
  }

  async #expireDue(): Promise<void> {
    if (performance.now() < this.#nextExpiryCheckAt) return;
    this.#nextExpiryCheckAt = performance.now() + this.#deps.config.MAIL_POLL_MS;
    const { metrics, repository } = this.#deps;
    metrics.expired(await repository.expireDue());
  }

  /** Claims a mail and starts its delivery; false when no other mail can be claimed now. */
  async #startNext(): Promise<boolean> {
    const { repository, circuit, config } = this.#deps;
    if (this.#inFlight.size >= config.MAIL_CONCURRENCY || !(await circuit.isServerReachable())) return false;
    const claimedAtMs = performance.now();
    // No worker could renew a lease while the database was away; each gets the time of one lease to do so.
    const mayTakeOver = claimedAtMs - this.#lastDatabaseFailureAt > config.MAIL_LEASE_MS;
    const mail = await repository.claimNext({ excludedIds: [...this.#inFlight.keys()], mayTakeOver });
    if (!mail) return false;
    this.#start(mail, claimedAtMs);
    return true;
  }

  #start(mail: ClaimedMail, claimedAtMs: number): void {
    const { _id: mailId, correlationId, eventId, template } = mail;
    const logger = this.#deps.logger.child({ mailId, eventId, template });
    const delivery = { mail, claimedAtMs, logger, stop: this.#stopDelivering.signal };
    const delivered = runWithContext({ correlationId }, () => deliverMail(this.#deps, delivery))
      .catch((err: unknown) => {
        logger.error({ err }, 'the outcome of a mail could not be stored');
      })
      .finally(() => {
        this.#inFlight.delete(mailId);
        this.#timer.wake();
      });
    this.#inFlight.set(mailId, delivered);
  }
}

import { type Logger, runWithContext } from '@downbeat/shared/logging';
import { WakeTimer } from '@downbeat/shared/timers';
import type { MailCircuit } from './circuit.ts';
import type { Delivery } from './deliver.ts';
import type { ClaimedMail } from './mail.ts';
import type { MailRepository } from './repository.ts';

export interface MailWorkerDeps {
  repository: MailRepository;
  circuit: MailCircuit;
  deliver: (delivery: Delivery) => Promise<void>;
  logger: Logger;
  /** Maximum number of deliveries at the same time. */
  concurrency: number;
  /** Maximum time between two checks for due mails. `wake` starts the next check earlier. */
  pollMs: number;
  /** Called with the number of mails that were dropped because their code had expired. */
  onExpired: (count: number) => void;
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
      const nextCheck = this.#timer.next(this.#deps.pollMs);
      try {
        await this.#expireDue();
        while (!this.#isStopping() && (await this.#startNext()));
      } catch (err) {
        this.#deps.logger.warn({ err }, 'due mails could not be read');
      }
      if (!this.#isStopping()) await nextCheck;
    }
    this.#timer.wake();
  }

  async #expireDue(): Promise<void> {
    if (performance.now() < this.#nextExpiryCheckAt) return;
    this.#nextExpiryCheckAt = performance.now() + this.#deps.pollMs;
    this.#deps.onExpired(await this.#deps.repository.expireDue());
  }

  /** Claims a mail and starts its delivery; false when no other mail can be claimed now. */
  async #startNext(): Promise<boolean> {
    const { repository, circuit, concurrency } = this.#deps;
    if (this.#inFlight.size >= concurrency || !(await circuit.isOpenForMails())) return false;
    const mail = await repository.claimNext([...this.#inFlight.keys()]);
    if (!mail) return false;
    this.#start(mail);
    return true;
  }

  #start(mail: ClaimedMail): void {
    const { _id: mailId, correlationId, eventId, template } = mail;
    const logger = this.#deps.logger.child({ mailId, eventId, template });
    const delivery = { mail, logger, stop: this.#stopDelivering.signal };
    const delivered = runWithContext({ correlationId }, () => this.#deps.deliver(delivery))
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

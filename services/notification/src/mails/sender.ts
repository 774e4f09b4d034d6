import { Alarm } from '@downbeat/shared/backing';
import { runWithContext } from '@downbeat/shared/logging';
import type { FastifyBaseLogger } from 'fastify';
import type { Circuit } from './circuit.ts';
import type { Claims } from './claims.ts';
import type { Courier } from './courier.ts';
import type { ClaimedMail } from './mail.ts';
import type { AtPoint } from './seams.ts';

export interface SenderOptions {
  claims: Claims;
  circuit: Circuit;
  courier: Courier;
  logger: FastifyBaseLogger;
  /** Mails being delivered at once. */
  concurrency: number;
  /** The ledger is asked at least this often; a wake-up only makes it sooner. */
  pollMs: number;
  /** Told how many mails were dropped because their code had ended. */
  onExpired: (count: number) => void;
  at: AtPoint;
}

/** The loop that claims mails and has them delivered, a few at a time. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #alarm = new Alarm();
  readonly #inFlight = new Map<string, Promise<void>>();
  /** Nothing more is claimed. */
  readonly #stopping = new AbortController();
  /** What is under way is broken off. */
  readonly #halt = new AbortController();
  readonly #running: Promise<void>;
  #expireAt = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Says that there may be something to send. */
  wake(): void {
    this.#alarm.ring();
  }

  /** Claims nothing more, lets deliveries finish for `graceMs`, then ends them; their mails go back to the queue. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    this.#alarm.ring();
    const timer = setTimeout(() => this.#halt.abort(), graceMs);
    await this.#running;
    await Promise.all(this.#inFlight.values());
    clearTimeout(timer);
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping()) {
      const rang = this.#alarm.next(this.#options.pollMs);
      try {
        await this.#expireNowAndThen();
        while (!this.#isStopping() && (await this.#turn()));
      } catch (err) {
        this.#options.logger.warn({ err }, 'the ledger of mails cannot be asked');
      }
      if (!this.#isStopping()) await rang;
    }
    this.#alarm.ring();
  }

  async #expireNowAndThen(): Promise<void> {
    if (performance.now() < this.#expireAt) return;
    this.#expireAt = performance.now() + this.#options.pollMs;
    this.#options.onExpired(await this.#options.claims.expireDue());
  }

  /** Resolves to whether it is worth asking again at once. */
  async #turn(): Promise<boolean> {
    const { claims, circuit, concurrency, at } = this.#options;
    if (this.#inFlight.size >= concurrency || !(await circuit.admits())) return false;
    at('before-claim');
    const mail = await claims.next([...this.#inFlight.keys()]);
    if (!mail) return false;
    at('after-claim');
    this.#start(mail);
    return true;
  }

  #start(mail: ClaimedMail): void {
    const { _id: mailId, correlationId, eventId, template } = mail;
    const { courier } = this.#options;
    const logger = this.#options.logger.child({ mailId, eventId, template });
    const delivery = runWithContext({ correlationId }, () => courier.deliver(mail, logger, this.#halt.signal))
      .catch((err: unknown) => {
        logger.error({ err }, 'the outcome of a mail could not be written down');
      })
      .finally(() => {
        this.#inFlight.delete(mailId);
        this.#alarm.ring();
      });
    this.#inFlight.set(mailId, delivery);
  }
}

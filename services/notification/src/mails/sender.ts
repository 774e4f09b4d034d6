import { runWithContext } from '@downbeat/shared/logging';
import type { FastifyBaseLogger } from 'fastify';
import { createAlarm } from './alarm.ts';
import type { Circuit } from './circuit.ts';
import type { Claims } from './claims.ts';
import type { Deliver } from './deliver.ts';
import type { ClaimedMail } from './mail.ts';
import type { AtPoint } from './seams.ts';

export interface SenderOptions {
  claims: Claims;
  circuit: Circuit;
  deliver: Deliver;
  logger: FastifyBaseLogger;
  /** Mails being delivered at once. */
  concurrency: number;
  /** The ledger is asked at least this often; a wake-up only makes it sooner. */
  pollMs: number;
  /** Told how many mails were dropped because their code had ended. */
  onExpired: (count: number) => void;
  at: AtPoint;
}

export interface Sender {
  /** Says that there may be something to send. */
  wake(): void;
  /** Claims nothing more, lets deliveries finish for `graceMs`, then ends them; their mails go back to the queue. */
  stop(graceMs: number): Promise<void>;
}

/** The loop that claims mails and delivers them, a few at a time. */
export function startSender(options: SenderOptions): Sender {
  const { claims, circuit, deliver, logger, concurrency, pollMs, onExpired, at } = options;
  const alarm = createAlarm();
  const inFlight = new Map<string, Promise<void>>();
  const halt = new AbortController();
  let stopping = false;
  let nextExpiryAt = 0;

  function start(mail: ClaimedMail): void {
    const { _id: mailId, correlationId, eventId, template } = mail;
    const mailLogger = logger.child({ mailId, eventId, template });
    const delivery = runWithContext({ correlationId }, () => deliver(mail, mailLogger, halt.signal))
      .catch((err: unknown) => mailLogger.error({ err }, 'the outcome of a mail could not be written down'))
      .finally(() => {
        inFlight.delete(mailId);
        alarm.wake();
      });
    inFlight.set(mailId, delivery);
  }

  /** Resolves to whether it is worth asking again at once. */
  async function turn(): Promise<boolean> {
    if (inFlight.size >= concurrency || !(await circuit.admits())) return false;
    at('before-claim');
    const mail = await claims.next([...inFlight.keys()]);
    if (!mail) return false;
    at('after-claim');
    start(mail);
    return true;
  }

  async function expireNowAndThen(): Promise<void> {
    if (performance.now() < nextExpiryAt) return;
    nextExpiryAt = performance.now() + pollMs;
    onExpired(await claims.expireDue());
  }

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        await expireNowAndThen();
        while (!stopping && (await turn()));
      } catch (err) {
        logger.warn({ err }, 'the ledger of mails cannot be asked');
      }
      if (!stopping) await alarm.wait(pollMs);
    }
  }

  const running = run();
  return {
    wake: () => alarm.wake(),
    async stop(graceMs) {
      stopping = true;
      alarm.wake();
      const timer = setTimeout(() => halt.abort(), graceMs);
      await running;
      await Promise.all(inFlight.values());
      clearTimeout(timer);
    },
  };
}

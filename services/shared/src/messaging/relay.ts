import type { Registry } from '@prometheus-io/client';
import type { Db } from 'mongodb';
import { createBatches } from '../batches.ts';
import { newId } from '../ids.ts';
import { type Logger, reasonOf, silentLogger } from '../logging.ts';
import { WakeTimer, withDeadline } from '../timers.ts';
import { registerRelayMetrics } from './metrics.ts';
import { type Claim, claimWaiting, type PublishedClaim, release } from './outbox-lease.ts';
import { type Outbox, type OutboxRow, outboxRows } from './outbox.ts';
import type { Rabbit } from './rabbit.ts';
import { EVENTS_EXCHANGE } from './topology.ts';

interface RelayOptions {
  db: Db;
  rabbit: Rabbit;
  /** Its `wake` then wakes the relay. */
  outbox?: Outbox;
  logger?: Logger;
  /** How often the relay polls when it is not woken. Default 500 ms. */
  pollMs?: number;
  /** How long a crashed relay's events are kept from other relays. Default 10 s, twice the limit of a publish. */
  leaseMs?: number;
  registry?: Registry;
}

const POLL_MS = 500;
const LEASE_MS = 10_000;
const STOP_TIMEOUT_MS = 5_000;
const PARALLEL_SUBJECTS = 128;

/**
 * Publishes the outbox: each event at least once, and twice only after a crash between publishing and marking it. Events of
 * one subject stay in order. Any number of relays may share one database, which must have `outboxIndexes`.
 */
export function startRelay(options: RelayOptions): Relay {
  return new Relay(options);
}

/** A running relay: claim, publish, mark, wait. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #logger: Logger;
  readonly #wakeTimer = new WakeTimer();
  readonly #stats = { published: 0, failed: 0, lastError: null as string | null };
  readonly #unlisten: ((() => void) | undefined)[];
  /** Claims whose publishing ends while others are released are released together. */
  readonly #release: (published: PublishedClaim) => Promise<unknown>;
  readonly #running: Promise<void>;
  #ended = false;
  /** The token of a claim that got no answer; the database may have carried it out, at the end of an outage. */
  #unanswered: string | null = null;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    const wake = () => this.wake();
    this.#unlisten = [options.outbox?.onWake(wake), options.rabbit.onConnect(wake)];
    this.#release = createBatches<PublishedClaim, undefined>({
      what: 'a release',
      maxSize: PARALLEL_SUBJECTS,
      work: async (published) => {
        await release(options.db, published);
        return published.map(() => undefined);
      },
    });
    this.#running = this.#run();
    if (options.registry) registerRelayMetrics(options.registry, this);
  }

  /** Polls at once. */
  wake(): void {
    this.#wakeTimer.wake();
  }

  /** Stops after the current claim, within `ms`. */
  async stop(ms = STOP_TIMEOUT_MS): Promise<void> {
    for (const unlisten of this.#unlisten) unlisten?.();
    this.#ended = true;
    this.wake();
    await withDeadline(this.#running, ms, 'ending the relay').catch(() => undefined);
  }

  /** Counts since the start. */
  stats() {
    return { ...this.#stats };
  }

  /** Events that the broker does not have yet, counted in the database. */
  backlog(): Promise<number> {
    return outboxRows(this.#options.db).countDocuments({ sent: false });
  }

  /** Never rejects: failures are counted, logged and tried again. */
  async #run(): Promise<void> {
    while (!this.#ended) {
      const woken = this.#wakeTimer.next(this.#options.pollMs ?? POLL_MS);
      try {
        if (await this.#pass()) continue;
      } catch (error) {
        this.#fail(error, 'the outbox could not be read');
      }
      await woken;
    }
    // Ends the last wait, so that its timer does not keep the process.
    this.wake();
  }

  /** Publishes everything that it can claim; true when there may be more. */
  async #pass(): Promise<boolean> {
    if (!this.#options.rabbit.connected) return false;
    const token = (this.#unanswered ??= newId());
    const claims = await claimWaiting(this.#options.db, this.#options.leaseMs ?? LEASE_MS, token);
    this.#unanswered = null;
    const queue = claims.values();
    await Promise.all(Array.from({ length: PARALLEL_SUBJECTS }, () => this.#work(queue)));
    return claims.length > 0;
  }

  async #work(queue: Iterable<Claim>): Promise<void> {
    for (const claim of queue) {
      const sent = await this.#publishAll(claim);
      await this.#release({ claim, sent });
    }
  }

  /** In order, up to the first that fails. */
  async #publishAll({ rows, publishUntil }: Claim): Promise<OutboxRow[]> {
    const sent: OutboxRow[] = [];
    for (const row of rows) {
      if (performance.now() > publishUntil) break;
      try {
        await this.#publish(row);
      } catch (error) {
        this.#fail(error, 'an event could not be published; trying again');
        break;
      }
      sent.push(row);
      this.#stats.published += 1;
    }
    return sent;
  }

  async #publish({ _id, event }: OutboxRow): Promise<void> {
    await this.#options.rabbit.publish({
      exchange: EVENTS_EXCHANGE,
      routingKey: event.type,
      content: Buffer.from(JSON.stringify(event)),
      messageId: _id,
      type: event.type,
      correlationId: event.correlationid,
    });
  }

  #fail(error: unknown, message: string): void {
    this.#stats.failed += 1;
    this.#stats.lastError = reasonOf(error);
    this.#logger.warn({ reason: this.#stats.lastError }, message);
  }
}

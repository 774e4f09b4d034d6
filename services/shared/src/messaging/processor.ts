import type { ClientSession, Db, MongoClient } from 'mongodb';
import { isDatabaseAway } from '../errors.ts';
import { type Logger, reasonOf } from '../logging.ts';
import { type IndexDeclarations, isDuplicateKey } from '../mongo.ts';
import { withDeadline } from '../timers.ts';
import { inTransaction } from '../transactions.ts';
import type { DownbeatEvent, EventMap, EventType, Parsed } from './events.ts';

/** What a handler gets. What it writes with `mongoSession` is committed if and only if the event counts as handled. */
export interface EventContext {
  mongoSession: ClientSession;
  /**
   * Runs `effect` after the commit of what `mongoSession` writes, and not at all without it. A rejection is logged, and a crash
   * before it ran loses it: for effects that are not needed for correctness, such as a wake-up or a cleared cache.
   */
  afterCommit: (effect: Effect) => void;
  /** Carries correlationId, eventId, eventType and subject. */
  logger: Logger;
}

type Effect = () => void | Promise<void>;

/**
 * Makes an event's effect. May run several times for one event, each time in a new transaction.
 * @throws PermanentError when no later try can succeed; anything else is tried again later
 */
export type EventHandler<T extends EventType> = (event: EventMap[T], context: EventContext) => Promise<void>;

/** By event type; the consumer's queue is bound to exactly these types. */
export type EventHandlers = { [T in EventType]?: EventHandler<T> };

/** Thrown by a handler for an event that no later try can handle: it is parked at once, with this message. */
export class PermanentError extends Error {
  override name = 'PermanentError';
}

/** What to do with a message after it was processed. */
export type Disposition =
  | { kind: 'done' }
  | { kind: 'duplicate' }
  /** `isDatabaseAway`: the database's failure, as far as this try can tell. */
  | { kind: 'retry'; reason: string; isDatabaseAway: boolean }
  | { kind: 'park'; reason: string };

/** What processing the messages of one queue needs. */
export interface MessageProcessorDeps {
  client: MongoClient;
  db: Db;
  queue: string;
  handlers: EventHandlers;
  logger: Logger;
  handlerTimeoutMs: number;
}

/** The collection of processed events, by the name that deployed databases have for it. */
const PROCESSED = 'inbox';
const PROCESSED_KEPT_SECONDS = 30 * 24 * 3600;

/** The events that were processed; kept for 30 days, longer than any queue keeps an event. */
export const dedupeIndexes: IndexDeclarations = {
  [PROCESSED]: [{ key: { processedAt: 1 }, name: 'ttl', expireAfterSeconds: PROCESSED_KEPT_SECONDS }],
};

/** The event was processed before. Thrown inside the transaction, to end it. */
class DuplicateEventError extends Error {}

type Run = (context: EventContext) => Promise<void>;

/** Processes one message: its effect and its dedupe record are committed together, or neither is. Never rejects. */
export async function processMessage(deps: MessageProcessorDeps, parsed: Parsed): Promise<Disposition> {
  if ('problem' in parsed) return { kind: 'park', reason: `invalid event: ${parsed.problem}` };
  const { event } = parsed;
  const run = handlerOf(deps.handlers, event);
  if (run === null) return { kind: 'park', reason: `${deps.queue} has no handler for ${event.type}` };
  try {
    await runInTransaction(deps, event, run);
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof DuplicateEventError) return { kind: 'duplicate' };
    const reason = reasonOf(error);
    if (error instanceof PermanentError) return { kind: 'park', reason };
    return { kind: 'retry', reason, isDatabaseAway: isDatabaseAway(error) };
  }
}

/** Gives TypeScript one type for the event and its handler; null without a handler. */
function handlerOf<T extends EventType>(
  handlers: EventHandlers,
  event: EventMap[T] & { type: T },
): Run | null {
  const handler: EventHandler<T> | undefined = handlers[event.type];
  return handler === undefined ? null : (context) => handler(event, context);
}

async function runInTransaction(deps: MessageProcessorDeps, event: DownbeatEvent, run: Run): Promise<void> {
  const { client, db, queue, handlerTimeoutMs } = deps;
  const logger = eventLogger(deps.logger, event);
  const effects = await inTransaction(
    client,
    async (mongoSession) => {
      // Collected again in every try of the transaction.
      const collected: Effect[] = [];
      await recordProcessed(db, mongoSession, queue, event);
      await run({ mongoSession, logger, afterCommit: (effect) => void collected.push(effect) });
      return collected;
    },
    { deadlineMs: handlerTimeoutMs },
  );
  for (const effect of effects) await runQuietly(effect, handlerTimeoutMs, logger);
}

/** @throws DuplicateEventError when `queue` has processed the event before */
async function recordProcessed(
  db: Db,
  mongoSession: ClientSession,
  queue: string,
  { source, id, type }: DownbeatEvent,
): Promise<void> {
  // With the queue, because one service may consume an event from two queues.
  const row = { _id: `${queue} ${source} ${id}`, type, processedAt: new Date() };
  try {
    await db.collection<typeof row>(PROCESSED).insertOne(row, { session: mongoSession });
  } catch (error) {
    throw isDuplicateKey(error) ? new DuplicateEventError(row._id) : error;
  }
}

/** The event counts as handled even if the effect fails. */
async function runQuietly(effect: Effect, limitMs: number, logger: Logger): Promise<void> {
  try {
    await withDeadline(Promise.resolve(effect()), limitMs, 'an after-commit effect');
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'an after-commit effect failed');
  }
}

/** A logger whose lines name the event. */
export function eventLogger(logger: Logger, { correlationid, id, type, subject }: DownbeatEvent): Logger {
  return logger.child({ correlationId: correlationid, eventId: id, eventType: type, subject });
}

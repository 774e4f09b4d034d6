import type { Db, MongoClient } from 'mongodb';
import { type Logger, reasonOf } from '../logging.ts';
import { withDeadline } from '../timers.ts';
import { inTransaction } from '../transactions.ts';
import { DuplicateEvent, recordProcessed } from './dedupe.ts';
import type { DownbeatEvent, Parsed } from './events.ts';
import { type EventContext, type EventHandlers, handlerOf, PermanentFailure } from './handlers.ts';

/** What is to become of a message. */
export type Disposition =
  | { kind: 'done' }
  | { kind: 'duplicate' }
  | { kind: 'retry'; reason: string }
  | { kind: 'park'; reason: string };

type Effect = Parameters<EventContext['afterCommit']>[0];

/** What handling takes. */
export interface MessageProcessor {
  client: MongoClient;
  db: Db;
  queue: string;
  handlers: EventHandlers;
  logger: Logger;
  handlerTimeoutMs: number;
}

/** Handles one message: its effect and its inbox row are committed together, or neither. Never rejects. */
export async function handle(judge: MessageProcessor, parsed: Parsed): Promise<Disposition> {
  if ('problem' in parsed) return { kind: 'park', reason: `invalid event: ${parsed.problem}` };
  const { event } = parsed;
  const run = handlerOf(judge.handlers, event);
  if (run === null) return { kind: 'park', reason: `${judge.queue} has no handler for ${event.type}` };
  try {
    await transact(judge, event, run);
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof DuplicateEvent) return { kind: 'duplicate' };
    return { kind: error instanceof PermanentFailure ? 'park' : 'retry', reason: reasonOf(error) };
  }
}

async function transact(
  judge: MessageProcessor,
  event: DownbeatEvent,
  run: (context: EventContext) => Promise<void>,
) {
  const { client, db, queue, handlerTimeoutMs } = judge;
  const logger = eventLogger(judge.logger, event);
  const effects = await inTransaction(
    client,
    async (session) => {
      // Of this try only: an earlier one has left nothing behind.
      const wanted: Effect[] = [];
      await recordProcessed(db, session, queue, event);
      await run({ session, logger, afterCommit: (effect) => void wanted.push(effect) });
      return wanted;
    },
    { deadlineMs: handlerTimeoutMs },
  );
  for (const effect of effects) await runQuietly(effect, handlerTimeoutMs, logger);
}

/** The event counts as handled, whatever becomes of this. */
async function runQuietly(effect: Effect, limitMs: number, logger: Logger): Promise<void> {
  try {
    await withDeadline(Promise.resolve(effect()), limitMs, 'an after-commit effect');
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'an after-commit effect failed');
  }
}

/** The logger of everything that happens for this event. */
export function eventLogger(logger: Logger, { correlationid, id, type, subject }: DownbeatEvent): Logger {
  return logger.child({ correlationId: correlationid, eventId: id, eventType: type, subject });
}

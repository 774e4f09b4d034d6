import type { Db, MongoClient } from 'mongodb';
import { type Log, reasonOf, withDeadline } from '../backing/index.ts';
import { inTransaction } from '../mongo/index.ts';
import type { DownbeatEvent } from './catalogue.ts';
import { PermanentFailure } from './errors.ts';
import { type EventContext, type EventHandlers, handlerOf } from './handlers.ts';
import { DuplicateEvent, noteInInbox } from './inbox.ts';
import type { Parsed } from './parse.ts';

/** What is to become of a message. */
export type Verdict =
  | { kind: 'done' }
  | { kind: 'duplicate' }
  | { kind: 'retry'; reason: string }
  | { kind: 'park'; reason: string };

type Effect = Parameters<EventContext['afterCommit']>[0];

/** What handling takes. */
export interface Judge {
  client: MongoClient;
  db: Db;
  queue: string;
  handlers: EventHandlers;
  logger: Log;
  handlerTimeoutMs: number;
}

/** Handles one message: its effect and its inbox row are committed together, or neither. Never rejects. */
export async function handle(judge: Judge, parsed: Parsed): Promise<Verdict> {
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

async function transact(judge: Judge, event: DownbeatEvent, run: (context: EventContext) => Promise<void>) {
  const { client, db, queue, handlerTimeoutMs } = judge;
  const logger = eventLogger(judge.logger, event);
  const effects = await inTransaction(
    client,
    async (session) => {
      // Of this try only: an earlier one has left nothing behind.
      const wanted: Effect[] = [];
      await noteInInbox(db, session, queue, event);
      await run({ session, logger, afterCommit: (effect) => void wanted.push(effect) });
      return wanted;
    },
    { deadlineMs: handlerTimeoutMs },
  );
  for (const effect of effects) await runQuietly(effect, handlerTimeoutMs, logger);
}

/** The event counts as handled, whatever becomes of this. */
async function runQuietly(effect: Effect, limitMs: number, logger: Log): Promise<void> {
  try {
    await withDeadline(Promise.resolve(effect()), limitMs, 'an after-commit effect');
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'an after-commit effect failed');
  }
}

/** The logger of everything that happens for this event. */
export function eventLogger(logger: Log, { correlationid, id, type, subject }: DownbeatEvent): Log {
  return logger.child({ correlationId: correlationid, eventId: id, eventType: type, subject });
}

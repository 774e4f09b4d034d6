import type { ClientSession, Db, MongoClient } from 'mongodb';
import { isDatabaseAway } from '../errors.ts';
import { type Logger, reasonOf } from '../logging.ts';
import { withDeadline } from '../timers.ts';
import { inTransaction } from '../transactions.ts';
import type { DownbeatEvent, EventMap, EventType, Parsed } from './events.ts';
import {
  DuplicateEventError,
  findProcessed,
  recordAllProcessed,
  recordProcessed,
} from './processed-events.ts';

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

type Run = (context: EventContext) => Promise<void>;

/** An event with its handler. */
interface Task {
  event: DownbeatEvent;
  run: Run;
}

/** What came of a message that was processed with others; null when it has to be processed by itself. */
export type BatchResult = Promise<Disposition | null>;

/** How long the events of one batch may take. */
const BATCH_LIMITS = {
  /** How long it begins handlers. Slow ones are better run at the same time, each in a transaction of its own. */
  beginsMs: 100,
  /** A batch that takes longer fails, and its events are processed by themselves. */
  deadlineMs: 1_000,
};

/** Processes one message: its effect and its dedupe record are committed together, or neither is. Never rejects. */
export async function processMessage(deps: MessageProcessorDeps, parsed: Parsed): Promise<Disposition> {
  if ('problem' in parsed) return { kind: 'park', reason: `invalid event: ${parsed.problem}` };
  const { event } = parsed;
  const run = handlerOf(deps.handlers, event);
  if (run === null) return { kind: 'park', reason: `${deps.queue} has no handler for ${event.type}` };
  try {
    await runInTransaction(deps, { event, run });
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof DuplicateEventError) return { kind: 'duplicate' };
    const reason = reasonOf(error);
    if (error instanceof PermanentError) return { kind: 'park', reason };
    return { kind: 'retry', reason, isDatabaseAway: isDatabaseAway(error) };
  }
}

/**
 * Processes messages of different subjects in one transaction: their handlers run one after the other, as a session requires.
 * Never rejects. Each disposition resolves when the effects after the commit have run; none is there when the batch failed.
 */
export async function processTogether(
  deps: MessageProcessorDeps,
  messages: readonly Parsed[],
  { beginsMs, deadlineMs } = BATCH_LIMITS,
): Promise<readonly BatchResult[]> {
  const tasks = messages.map((parsed) => taskOf(deps.handlers, parsed));
  const known = tasks.filter((task) => task !== null);
  if (known.length === 0) return [];
  try {
    const collected = await inTransaction(
      deps.client,
      (mongoSession) => runTogether(deps, mongoSession, known, beginsMs),
      { deadlineMs: Math.min(deadlineMs, deps.handlerTimeoutMs) },
    );
    return tasks.map((task) => dispositionOf(deps, task, collected));
  } catch (error) {
    deps.logger.debug({ reason: reasonOf(error) }, 'a batch failed; its events are processed one by one');
    return [];
  }
}

/** The result of a batch: the effects after the commit of each event, and which events were processed before. */
interface Collected {
  effects: Map<Task, Effect[]>;
  processedBefore: Set<DownbeatEvent>;
}

async function runTogether(
  deps: MessageProcessorDeps,
  mongoSession: ClientSession,
  tasks: readonly Task[],
  beginsMs: number,
): Promise<Collected> {
  const { db, queue } = deps;
  const processedBefore = await findProcessed(
    db,
    mongoSession,
    queue,
    tasks.map(({ event }) => event),
  );
  const effects = new Map<Task, Effect[]>();
  const beginUntil = performance.now() + beginsMs;
  for (const task of tasks) {
    if (effects.size > 0 && performance.now() > beginUntil) break;
    if (!processedBefore.has(task.event)) effects.set(task, await runTask(deps, mongoSession, task));
  }
  await recordAllProcessed(
    db,
    mongoSession,
    queue,
    [...effects.keys()].map(({ event }) => event),
  );
  return { effects, processedBefore };
}

async function dispositionOf(
  deps: MessageProcessorDeps,
  task: Task | null,
  { effects, processedBefore }: Collected,
): BatchResult {
  if (task === null) return null;
  if (processedBefore.has(task.event)) return { kind: 'duplicate' };
  const own = effects.get(task);
  if (own === undefined) return null;
  await runEffects(deps, task.event, own);
  return { kind: 'done' };
}

/** Gives TypeScript one type for the event and its handler; null without a handler. */
function handlerOf<T extends EventType>(
  handlers: EventHandlers,
  event: EventMap[T] & { type: T },
): Run | null {
  const handler: EventHandler<T> | undefined = handlers[event.type];
  return handler === undefined ? null : (context) => handler(event, context);
}

/** Null for a message that no handler takes. */
function taskOf(handlers: EventHandlers, parsed: Parsed): Task | null {
  const run = 'event' in parsed ? handlerOf(handlers, parsed.event) : null;
  return 'event' in parsed && run !== null ? { event: parsed.event, run } : null;
}

async function runInTransaction(deps: MessageProcessorDeps, task: Task): Promise<void> {
  const effects = await inTransaction(
    deps.client,
    async (mongoSession) => {
      await recordProcessed(deps.db, mongoSession, deps.queue, task.event);
      return runTask(deps, mongoSession, task);
    },
    { deadlineMs: deps.handlerTimeoutMs },
  );
  await runEffects(deps, task.event, effects);
}

/** Returns the effects for after the commit, collected again in every try of the transaction. */
async function runTask(
  deps: MessageProcessorDeps,
  mongoSession: ClientSession,
  { event, run }: Task,
): Promise<Effect[]> {
  const collected: Effect[] = [];
  const logger = eventLogger(deps.logger, event);
  await run({ mongoSession, logger, afterCommit: (effect) => void collected.push(effect) });
  return collected;
}

async function runEffects(
  deps: MessageProcessorDeps,
  event: DownbeatEvent,
  effects: Effect[],
): Promise<void> {
  const logger = eventLogger(deps.logger, event);
  for (const effect of effects) await runQuietly(effect, deps.handlerTimeoutMs, logger);
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

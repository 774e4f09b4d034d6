import type { ClientSession } from 'mongodb';
import type { Logger } from '../logging.ts';
import type { EventMap, EventType } from './events.ts';

/** Thrown by a handler for an event that no later try can help: it is parked at once, with this message. */
export class PermanentFailure extends Error {
  override name = 'PermanentFailure';
}

/** What a handler gets: everything it writes with `session` is there exactly when the event counts as handled. */
export interface EventContext {
  session: ClientSession;
  /**
   * Has `effect` run once what `session` writes is committed, and never if it is not. What rejects is logged, and a crash
   * in between loses it: for what heals by itself, like a wake-up or a cache.
   */
  afterCommit: (effect: () => void | Promise<void>) => void;
  /** Carries correlationId, eventId, eventType and subject. */
  logger: Logger;
}

/**
 * Makes an event's effect. May run several times for one event, each time in a new transaction.
 * @throws PermanentFailure when no later try can help; anything else is tried again later
 */
export type EventHandler<T extends EventType> = (event: EventMap[T], context: EventContext) => Promise<void>;

/** By event type; the consumer's queue is bound to exactly these. */
export type EventHandlers = { [T in EventType]?: EventHandler<T> };

/** The handler's run for an event, or null when there is none for its type. */
export function handlerOf<T extends EventType>(
  handlers: EventHandlers,
  event: EventMap[T] & { type: T },
): ((context: EventContext) => Promise<void>) | null {
  const handler: EventHandler<T> | undefined = handlers[event.type];
  return handler === undefined ? null : (context) => handler(event, context);
}

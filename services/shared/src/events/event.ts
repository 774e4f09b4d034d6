import { newId } from '../ids/index.ts';
import type { EventOf, EventSource, EventType } from './catalogue.ts';

/** What only its maker knows of an event. */
export interface EventOrigin<T extends EventType> {
  source: EventSource;
  /** The aggregate's id; events of one subject arrive in order. */
  subject: string;
  /** The request's correlation id; it follows the event into the logs of its consumers. */
  correlationId: string;
  data: EventOf<T>['data'];
}

/** A complete envelope with a new id and the present time, ready for the outbox. */
export function newEvent<T extends EventType>(type: T, origin: EventOrigin<T>): EventOf<T> {
  const { source, subject, correlationId, data } = origin;
  return {
    specversion: '1.0',
    id: newId(),
    source,
    type,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    correlationid: correlationId,
    data,
  } as EventOf<T>;
}

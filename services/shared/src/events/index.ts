export { adoptUnrouted } from './adopt.ts';
export {
  type DownbeatEvent,
  type EventMap,
  type EventOf,
  type EventSource,
  type EventType,
  eventTypes,
  problemOf,
  type RevocationReason,
} from './catalogue.ts';
export { type Consumer, type ConsumerOptions, type ConsumerStats, startConsumer } from './consumer.ts';
export { PermanentFailure } from './errors.ts';
export { type EventOrigin, newEvent } from './event.ts';
export type { EventContext, EventHandler, EventHandlers } from './handlers.ts';
export { reasonParked } from './headers.ts';
export { inboxIndexes } from './inbox.ts';
export { listParked, type ParkedMessage, type ReplayChoice, replayParked } from './replay.ts';

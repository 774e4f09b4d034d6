export { reasonParked } from './acknowledge.ts';
export {
  PublishRefusedError,
  type RabbitConfig,
  RabbitUnavailableError,
  UnroutableError,
} from './connection.ts';
export { type Consumer, type ConsumerOptions, type ConsumerStats, startConsumer } from './consumer.ts';
export { listParked, type ParkedMessage, type ReplayChoice, replayParked } from './dead-letter.ts';
export { dedupeIndexes } from './dedupe.ts';
export {
  type DownbeatEvent,
  type EventMap,
  type EventOf,
  type EventOrigin,
  type EventSource,
  type EventType,
  eventTypes,
  newEvent,
  problemOf,
  type RevocationReason,
} from './events.ts';
export {
  type Commit,
  createCommit,
  createOutbox,
  type Outbox,
  outboxIndexes,
  type OutboxRow,
} from './outbox.ts';
export { type EventContext, type EventHandler, type EventHandlers, PermanentFailure } from './processor.ts';
export type { OutgoingMessage } from './publisher.ts';
export { connectRabbit, type Rabbit } from './rabbit.ts';
export { type Relay, type RelayOptions, type RelayStats, startRelay } from './relay.ts';
export {
  CANARY_QUEUE,
  consumerQueues,
  type ConsumerQueues,
  declareConsumerQueues,
  declareEvents,
  EVENTS_EXCHANGE,
  parkingQueue,
  SUBSCRIPTIONS,
  UNROUTED,
  UNSUBSCRIBED,
} from './topology.ts';

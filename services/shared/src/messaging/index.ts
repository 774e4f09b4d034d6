export { reasonParked } from './retry-or-park.ts';
export { PublishRefusedError, RabbitUnavailableError, UnroutableError } from './connection.ts';
export { type Consumer, type ConsumerOptions, startConsumer } from './consumer.ts';
export { listParked, type ParkedMessage, replayParked } from './parked-events.ts';
export {
  type DownbeatEvent,
  type EventOf,
  type EventType,
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
export { type EventContext, type EventHandlers, PermanentError } from './processor.ts';
export type { OutgoingMessage } from './publisher.ts';
export { connectRabbit, type Rabbit } from './rabbit.ts';
export { type Relay, startRelay } from './relay.ts';
export {
  CANARY_QUEUE,
  consumerQueues,
  declareConsumerQueues,
  declareEvents,
  EVENTS_EXCHANGE,
  parkingQueue,
  SUBSCRIPTIONS,
  UNROUTED,
  UNSUBSCRIBED,
} from './topology.ts';

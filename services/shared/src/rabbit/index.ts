export { connectRabbit, type Rabbit } from './connect.ts';
export { PublishRefusedError, RabbitUnavailableError, UnroutableError } from './errors.ts';
export { rabbitPlugin, type RabbitPluginOptions } from './plugin.ts';
export type { OutgoingMessage } from './publisher.ts';
export type { RabbitConfig } from './session.ts';
export {
  CANARY_QUEUE,
  declareEvents,
  declarePurpose,
  declareWithin,
  EVENTS_EXCHANGE,
  parkingQueue,
  type PurposeQueues,
  purposeQueues,
  UNROUTED,
} from './topology.ts';

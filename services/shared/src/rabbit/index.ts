export { connectRabbit, type Rabbit } from './connect.ts';
export { PublishRefusedError, RabbitUnavailableError, UnroutableError } from './errors.ts';
export { LazyChannel } from './lazy-channel.ts';
export { rabbitPlugin, type RabbitPluginOptions } from './plugin.ts';
export type { OutgoingMessage } from './publisher.ts';
export type { RabbitConfig } from './session.ts';
export {
  ADOPTION,
  CANARY_QUEUE,
  declareAdoption,
  declareEvents,
  declarePurpose,
  declareWithin,
  EVENTS_EXCHANGE,
  parkingQueue,
  type PurposeQueues,
  purposeQueues,
  UNROUTED,
} from './topology.ts';
export { UNSUBSCRIBED, UNSUBSCRIBED_TYPES } from './unsubscribed.ts';

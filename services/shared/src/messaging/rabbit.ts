import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from 'amqplib';
import { newId } from '../ids.ts';
import type { ReadinessCheck } from '../readiness.ts';
import { withDeadline } from '../timers.ts';
import { PublishRefusedError, type RabbitConfig, RabbitConnection } from './connection.ts';
import { type OutgoingMessage, Publisher } from './publisher.ts';
import { CANARY_QUEUE } from './topology.ts';

const PROBE_TIMEOUT_MS = 1_500;
const RESULT_TTL_MS = 1_000;
const TRIES = 5;
const RETRY_MS = 100;

/**
 * Checks that the broker accepts messages. An open connection does not show that: a broker that is frozen, or whose queue
 * lost its leader, keeps the connection for a long time. One probe at a time; a good result is valid for a second.
 */
function createProbe(publisher: Publisher): () => Promise<void> {
  let result: Promise<void> | null = null;
  const forget = () => (result = null);
  return () => {
    if (result === null) {
      result = withDeadline(publishCanary(publisher), PROBE_TIMEOUT_MS, 'the confirmation of a probe');
      result.then(() => setTimeout(forget, RESULT_TTL_MS).unref(), forget);
    }
    return result;
  };
}

/** The canary's queue is never full. It refuses only when it has just been declared and has no leader yet. */
async function publishCanary(publisher: Publisher, tries = TRIES): Promise<void> {
  const canary = { exchange: '', routingKey: CANARY_QUEUE, content: Buffer.from('{}'), messageId: newId() };
  try {
    await publisher.publish(canary);
  } catch (error) {
    if (!(error instanceof PublishRefusedError) || tries === 1) throw error;
    await sleep(RETRY_MS);
    await publishCanary(publisher, tries - 1);
  }
}

/** The broker, as a service uses it. */
export interface Rabbit {
  readonly connected: boolean;
  readonly readinessCheck: ReadinessCheck;
  /** Calls `listener` after every connect, and now if connected already. Returns a function that removes it. */
  onConnect: (listener: () => void) => () => void;
  /** Opens a channel for the caller alone, within 5 s. @throws RabbitUnavailableError */
  openChannel: () => Promise<Channel>;
  /** Publishes a persistent, mandatory message and waits at most 5 s for the confirmation. See {@link Publisher}. */
  publish: (message: OutgoingMessage) => Promise<void>;
  close: () => Promise<void>;
}

/** Starts connecting and returns at once: the broker may be away, now and later. */
export async function connectRabbit(config: RabbitConfig): Promise<Rabbit> {
  const session = await RabbitConnection.open(config);
  const publisher = new Publisher(session, config.confirmTimeoutMs);
  return {
    get connected() {
      return session.connected;
    },
    readinessCheck: { name: 'rabbitmq', required: config.required ?? false, check: createProbe(publisher) },
    onConnect: (listener) => session.onConnect(listener),
    openChannel: () => session.openChannel(),
    publish: (message) => publisher.publish(message),
    close: () => session.close(),
  };
}

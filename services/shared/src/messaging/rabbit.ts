import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from 'amqplib';
import { newId } from '../ids.ts';
import type { ReadinessCheck } from '../readiness.ts';
import { withDeadline } from '../timers.ts';
import { PublishRefusedError, type RabbitConfig, RabbitSession } from './connection.ts';
import { type OutgoingMessage, Publisher } from './publisher.ts';
import { CANARY_QUEUE } from './topology.ts';

const PROBE_TIMEOUT_MS = 1_500;
const VERDICT_MS = 1_000;
const TRIES = 5;
const PAUSE_MS = 100;

/**
 * Whether the broker takes messages, which an open connection does not tell: a broker that is frozen, or whose queue
 * lost its leader, keeps the connection for a long time. One probe at a time; a good verdict holds for a second.
 */
export function createProbe(publisher: Publisher): () => Promise<void> {
  let verdict: Promise<void> | null = null;
  const forget = () => (verdict = null);
  return () => {
    if (verdict === null) {
      verdict = probe(publisher);
      verdict.then(() => setTimeout(forget, VERDICT_MS).unref(), forget);
    }
    return verdict;
  };
}

async function probe(publisher: Publisher): Promise<void> {
  const canary = { exchange: '', routingKey: CANARY_QUEUE, content: Buffer.from('{}'), messageId: newId() };
  await withDeadline(taken(publisher, canary), PROBE_TIMEOUT_MS, 'the confirmation of a probe');
}

/** The canary's queue is never full: when it refuses, it has just been declared, and has no leader yet. */
async function taken(publisher: Publisher, canary: OutgoingMessage, tries = TRIES): Promise<void> {
  try {
    await publisher.publish(canary);
  } catch (error) {
    if (!(error instanceof PublishRefusedError) || tries === 1) throw error;
    await sleep(PAUSE_MS);
    await taken(publisher, canary, tries - 1);
  }
}

/** What the rest of a service sees of the broker. */
export interface Rabbit {
  readonly connected: boolean;
  readonly readinessCheck: ReadinessCheck;
  /** Calls `listener` after every connect, and now if connected already. Returns how to stop that. */
  onConnect: (listener: () => void) => () => void;
  /** A plain channel of one's own; time limit 5 s. @throws RabbitUnavailableError */
  openChannel: () => Promise<Channel>;
  /** Publishes persistent and mandatory, and waits at most 5 s for the confirmation. See {@link Publisher}. */
  publish: (message: OutgoingMessage) => Promise<void>;
  close: () => Promise<void>;
}

/** Starts connecting and returns at once: the broker may be away, now and later. */
export async function connectRabbit(config: RabbitConfig): Promise<Rabbit> {
  const session = await RabbitSession.open(config);
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

import type { Channel } from 'amqplib';
import type { Dependency } from '../backing/index.ts';
import { createProbe } from './probe.ts';
import { type OutgoingMessage, Publisher } from './publisher.ts';
import { type RabbitConfig, RabbitSession } from './session.ts';

/** What the rest of a service sees of the broker. */
export interface Rabbit {
  readonly connected: boolean;
  readonly dependency: Dependency;
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
    dependency: { name: 'rabbitmq', required: config.required ?? false, check: createProbe(publisher) },
    onConnect: (listener) => session.onConnect(listener),
    openChannel: () => session.openChannel(),
    publish: (message) => publisher.publish(message),
    close: () => session.close(),
  };
}

import { EventEmitter } from 'node:events';
import {
  type Channel,
  type ChannelModel,
  type ConfirmChannel,
  connect,
  type RecoveringChannelModel,
} from 'amqplib';
import { publicUrl } from '../config/checks.ts';
import { type Logger, reasonOf, silentLogger } from '../logging.ts';
import { withDeadline } from '../timers.ts';

/** The broker is away or did not answer in time; the same may be tried again later. */
export class RabbitUnavailableError extends Error {
  override name = 'RabbitUnavailableError';
}

/** What went wrong with an operation, as a RabbitUnavailableError. */
export function unavailable(cause: unknown): RabbitUnavailableError {
  return cause instanceof RabbitUnavailableError
    ? cause
    : new RabbitUnavailableError(reasonOf(cause), { cause });
}

/** The broker accepted the message and found no queue for it: the message is lost. */
export class UnroutableError extends Error {
  override name = 'UnroutableError';
}

/** The broker refused the message (basic.nack), as a full queue does. */
export class PublishRefusedError extends Error {
  override name = 'PublishRefusedError';
}

/** Where the broker is, and how this service uses it. */
export interface RabbitConfig {
  /** amqp:// or amqps:// URL, with the virtual host as its path. */
  url: string;
  /** The connection's name on the broker's dashboard. */
  name?: string;
  /** Whether the service cannot work without the broker (notification). Default false: degraded. */
  required?: boolean;
  /** How long a publish waits for the broker's confirmation. Default 5 s. */
  confirmTimeoutMs?: number;
  logger?: Logger;
}

const HEARTBEAT_S = '5';
const OPEN_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 2_000;
const RECOVERY = { initialDelay: 100, maxDelay: 3_000, factor: 2, jitter: 0.2, waitForConnect: false };

/**
 * One connection that amqplib re-establishes without end, with growing pauses. Channels are not restored: their users
 * open them again, on `onConnect` or when next needed (LazyChannel). Operations do not wait for a broker that is away:
 * they reject with RabbitUnavailableError.
 */
export class RabbitConnection {
  readonly #config: RabbitConfig;
  readonly #events = new EventEmitter().setMaxListeners(0);
  #connection: RecoveringChannelModel | null = null;
  #model: ChannelModel | null = null;
  #broken = false;

  private constructor(config: RabbitConfig) {
    this.#config = config;
  }

  /** Starts connecting and returns at once, whether or not the broker can be reached. */
  static async open(config: RabbitConfig): Promise<RabbitConnection> {
    const session = new RabbitConnection(config);
    const url = new URL(config.url);
    url.searchParams.set('heartbeat', HEARTBEAT_S);
    const connection = await connect(url.href, {
      timeout: OPEN_TIMEOUT_MS,
      noDelay: true,
      keepAlive: true,
      clientProperties: { connection_name: config.name ?? 'downbeat' },
      recovery: RECOVERY,
    });
    session.#watch(connection);
    return session;
  }

  get connected(): boolean {
    return this.#model !== null;
  }

  /** Calls `listener` after every connect, and now if connected already. Returns a function that removes it. */
  onConnect(listener: () => void): () => void {
    this.#events.on('connect', listener);
    if (this.connected) queueMicrotask(listener);
    return () => this.#events.off('connect', listener);
  }

  /** Opens a channel, within 5 s. @throws RabbitUnavailableError */
  openChannel(): Promise<Channel> {
    return this.#openWith((model) => model.createChannel());
  }

  /** The same with publisher confirms. */
  openConfirmChannel(): Promise<ConfirmChannel> {
    return this.#openWith((model) => model.createConfirmChannel());
  }

  /** Closes the connection and does not reconnect, within 2 s. Never rejects. */
  async close(): Promise<void> {
    this.#model = null;
    const connection = this.#connection;
    this.#connection = null;
    this.#events.removeAllListeners();
    if (connection === null) return;
    // A frozen broker does not answer.
    await withDeadline(connection.close(), CLOSE_TIMEOUT_MS, 'closing the broker connection').catch(
      () => undefined,
    );
  }

  async #openWith<C extends Channel>(create: (model: ChannelModel) => Promise<C>): Promise<C> {
    if (this.#model === null) throw new RabbitUnavailableError('not connected to the broker');
    const opening = withDeadline(create(this.#model), OPEN_TIMEOUT_MS, 'opening a channel');
    const channel = await opening.catch((error: unknown) => {
      throw unavailable(error);
    });
    const logger = this.#config.logger ?? silentLogger;
    channel.on('error', (error: Error) =>
      logger.warn({ reason: reasonOf(error) }, 'the broker closed a channel'),
    );
    channel.on('handler-error', (error: Error) => logger.error({ err: error }, 'a channel listener threw'));
    return channel;
  }

  #watch(connection: RecoveringChannelModel): void {
    this.#connection = connection;
    connection.on('connect', (model: ChannelModel) => {
      this.#model = model;
      if (this.#broken) this.#log('info', 'the broker is back');
      this.#broken = false;
      this.#events.emit('connect');
    });
    connection.on('disconnect', (error: Error) => this.#lost(error));
    connection.on('connect-failed', (error: Error) => this.#lost(error));
    connection.on('error', (error: Error) => this.#log('warn', 'broker connection error', error));
    connection.on('handler-error', (error: Error) =>
      this.#log('error', 'a connection listener threw', error),
    );
  }

  /** One line when the connection breaks and one when it is back, instead of one per attempt. */
  #lost(error: Error): void {
    this.#model = null;
    if (!this.#broken) this.#log('warn', 'the broker is away', error);
    this.#broken = true;
  }

  #log(level: 'info' | 'warn' | 'error', message: string, error?: Error): void {
    const { logger = silentLogger, url } = this.#config;
    logger[level]({ rabbit: publicUrl(url), ...(error && { reason: reasonOf(error) }) }, message);
  }
}

/**
 * A channel that opens when it is first needed, is shared by all callers, and is opened again after it has closed. Callers
 * get it only when its setup is complete.
 */
export class LazyChannel<C extends Channel> {
  readonly #open: () => Promise<C>;
  #current: Promise<C> | null = null;

  constructor(open: () => Promise<C>) {
    this.#open = open;
  }

  /** The open channel. Rejects when it cannot be opened; the next call then tries again. */
  get(): Promise<C> {
    return (this.#current ??= this.#openAndWatch());
  }

  #openAndWatch(): Promise<C> {
    const opening = this.#open();
    const forgetThis = () => {
      if (this.#current === opening) this.#current = null;
    };
    opening.then((channel) => channel.once('close', forgetThis), forgetThis);
    return opening;
  }
}

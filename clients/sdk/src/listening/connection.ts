import type { Microseconds } from '@downbeat/timing';
import type { MusicCalls } from '../generated/music.operations.gen.ts';
import { DownbeatError, isDownbeatError, type ClientCode } from '../http/errors.ts';
import type { LocalClock } from '../players/player.ts';
import { closeCause, type ClientMessage, type CloseCause, type ServerMessage } from './messages.ts';
import { ReconnectPolicy } from './reconnect-policy.ts';

const OPEN_TIMEOUT_MS = 5000;
/** So many tries after an instance did not answer may meet it again; their ticket and their handshake may take so long. */
const SHORT_TRIES = 2;
const SHORT_TRY_MS = 1500;
/** How long an open socket may be without the snapshot, which a server with many joins sends late. */
const FIRST_MESSAGE_TIMEOUT_MS = 10_000;
const NO_ANSWER = 'the server does not answer';

export type ConnectionStatus = 'connecting' | 'open' | 'waiting' | 'closed';
/** Opens a socket; `protocol` is the version of the messages, a WebSocket subprotocol. */
export type WebSocketFactory = (url: string, protocol: string) => WebSocket;

const SUBPROTOCOL = 'downbeat.v1';

const platformSocket: WebSocketFactory = (url, protocol) => new WebSocket(url, protocol);

export interface ConnectionOptions {
  clock: LocalClock;
  /** By default the platform's own. */
  createSocket: WebSocketFactory | undefined;
  /** Gets a URL with a new ticket, for each try: a ticket opens one socket. */
  socketUrl(): Promise<string>;
  /** @param receivedUs when the message arrived, read before it is parsed */
  onMessage(message: ServerMessage, receivedUs: Microseconds): void;
  /** @param cause why there is no open socket; not given while it is tried again, since the cause is the same */
  onStatus(status: ConnectionStatus, cause?: CloseCause): void;
}

/** Errors of the ticket request after which another try would fail too. */
const FINAL_CODES = new Set<string>([
  'SESSION_NOT_FOUND',
  'SIGNED_OUT',
  'SESSION_REVOKED',
  'VALIDATION_FAILED',
] satisfies (MusicCalls['createTicket']['code'] | ClientCode)[]);

/** Keeps one session's socket open: reconnects until it is closed here, or for good by the server. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #policy = new ReconnectPolicy();
  #socket: WebSocket | null = null;
  #former: WebSocket | null = null;
  #closed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #firstMessage: ReturnType<typeof setTimeout> | undefined;
  #shortTries = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** @throws DownbeatError when the first socket does not open; later ones are tried again without end. */
  async open(): Promise<void> {
    this.#options.onStatus('connecting');
    await this.#connect();
  }

  /** Sends a message; drops it while no socket is open. Commands are sent again after a reconnect by the room. */
  send(message: ClientMessage): void {
    const socket = this.#socket;
    if (socket !== null && socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  }

  /** Gives up a socket that looks open but gives no answers, and connects again. */
  replaceSilent(): void {
    if (this.#closed || this.#socket === null) return;
    this.#closeSocket();
    this.#policy.silent(this.#options.clock.nowUs());
    this.#shortTries = SHORT_TRIES;
    this.#retryLater({ reason: NO_ANSWER, closeReason: null });
  }

  /** Opens another socket, which takes the place of the present one once it is open. Rejects when it does not open. */
  async renew(): Promise<void> {
    if (!this.#closed && this.#socket !== null) await this.#connect();
  }

  close(cause: CloseCause = { reason: 'closed by this client', closeReason: null }): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#closeSocket();
    this.#options.onStatus('closed', cause);
  }

  async #connect(): Promise<void> {
    const isShort = this.#shortTries > 0;
    if (isShort) this.#shortTries -= 1;
    const url = await (isShort ? withinShortTry(this.#options.socketUrl()) : this.#options.socketUrl());
    if (this.#closed) return;
    const { createSocket = platformSocket } = this.#options;
    const socket = createSocket(url, SUBPROTOCOL);
    // The package ws throws an error that has no handler; `close` follows it.
    socket.onerror = () => undefined;
    socket.onmessage = (event: MessageEvent<unknown>) => this.#received(event.data);
    await opened(socket, isShort ? SHORT_TRY_MS : OPEN_TIMEOUT_MS, {
      onOpen: () => this.#opened(socket),
      onGivenUp: () => this.#policy.gaveUp(this.#options.clock.nowUs()),
    });
  }

  /** Runs within the socket's own `open` event, before any message can come. */
  #opened(socket: WebSocket): void {
    // The one that this one takes the place of. It is closed once this one has the seat.
    this.#former = this.#socket;
    if (this.#former !== null) removeHandlers(this.#former);
    clearTimeout(this.#firstMessage);
    this.#socket = socket;
    this.#shortTries = 0;
    if (this.#closed) {
      this.#closeSocket();
      return;
    }
    socket.onclose = (event) => this.#lost(event.code);
    this.#firstMessage = setTimeout(() => this.replaceSilent(), FIRST_MESSAGE_TIMEOUT_MS);
    this.#policy.opened(this.#options.clock.nowUs());
    this.#options.onStatus('open');
  }

  #received(data: unknown): void {
    const receivedUs = this.#options.clock.nowUs();
    clearTimeout(this.#firstMessage);
    const message = parseMessage(data);
    if (message === null) return;
    if (message.type === 'snapshot') {
      this.#policy.admitted(message.reconnectSpreadMs);
      this.#former?.close(1000);
      this.#former = null;
    }
    this.#options.onMessage(message, receivedUs);
  }

  #closeSocket(): void {
    clearTimeout(this.#firstMessage);
    this.#former?.close(1000);
    this.#former = null;
    if (this.#socket === null) return;
    removeHandlers(this.#socket);
    this.#socket.close(1000);
    this.#socket = null;
  }

  #lost(code: number): void {
    clearTimeout(this.#firstMessage);
    this.#socket = null;
    if (this.#closed) return;
    const cause = closeCause(code);
    if (this.#policy.mayReturn(cause.closeReason, this.#options.clock.nowUs())) this.#retryLater(cause);
    else this.close(cause);
  }

  #retryLater(cause: CloseCause): void {
    this.#options.onStatus('waiting', cause);
    this.#retry = setTimeout(() => void this.#tryAgain(), this.#policy.nextDelayMs());
  }

  async #tryAgain(): Promise<void> {
    if (this.#closed) return;
    this.#options.onStatus('connecting');
    try {
      await this.#connect();
    } catch (error) {
      const reason = reasonOf(error);
      if (isDownbeatError(error) && FINAL_CODES.has(error.code)) this.close({ reason, closeReason: null });
      else if (!this.#isClosed()) this.#retryLater({ reason, closeReason: null });
    }
  }

  /** A method, because `#closed` may have changed during an await, which the compiler does not see. */
  #isClosed(): boolean {
    return this.#closed;
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @throws DownbeatError TIMEOUT when `work` takes longer than a short try */
async function withinShortTry<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DownbeatError('TIMEOUT', 'No ticket came in time')), SHORT_TRY_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Waits for a socket to open.
 *
 * @throws DownbeatError NETWORK_ERROR when it closes before it opens, TIMEOUT when it is given up after `withinMs`.
 */
function opened(
  socket: WebSocket,
  withinMs: number,
  on: { onOpen(): void; onGivenUp(): void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (code: 'TIMEOUT' | 'NETWORK_ERROR', text: string): void => {
      clearTimeout(deadline);
      removeHandlers(socket);
      socket.close();
      reject(new DownbeatError(code, text));
    };
    const deadline = setTimeout(() => {
      on.onGivenUp();
      fail('TIMEOUT', 'The socket did not open in time');
    }, withinMs);
    socket.onclose = () => fail('NETWORK_ERROR', 'The socket was refused');
    socket.onopen = () => {
      clearTimeout(deadline);
      on.onOpen();
      resolve();
    };
  });
}

/** A socket hands over messages until its closing handshake is done; none of them is wanted any more. */
function removeHandlers(socket: WebSocket): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
}

/** Null for what is not one of our messages: a newer server may send types that this client does not know. */
function parseMessage(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const value = JSON.parse(data) as ServerMessage | null;
    return typeof value?.type === 'string' ? value : null;
  } catch {
    return null;
  }
}

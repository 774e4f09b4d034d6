import type { Microseconds } from '@downbeat/timing';
import type { MusicCalls } from '../generated/music.operations.gen.ts';
import { DownbeatError, isDownbeatError, type ClientCode } from '../http/errors.ts';
import type { LocalClock } from '../players/player.ts';
import { closeMeaning, type ClientMessage, type ServerMessage } from './messages.ts';

/** The first try to reconnect follows at once, later ones after these pauses, with jitter; the last repeats for ever. */
const BACKOFF_MS = [250, 500, 1000, 2000, 5000];
const OPEN_TIMEOUT_MS = 5000;
/** A socket that held for this long ends the backoff. One that opens and closes at once counts as a failure. */
const STABLE_US = 5_000_000;

export type ConnectionStatus = 'connecting' | 'open' | 'waiting' | 'closed';
export type WebSocketFactory = (url: string) => WebSocket;

export interface ConnectionOptions {
  clock: LocalClock;
  createSocket: WebSocketFactory;
  /** Gets a URL with a new ticket, for each try: a ticket opens one socket. */
  socketUrl(): Promise<string>;
  /** @param receivedUs when the message arrived, read before it is parsed */
  onMessage(message: ServerMessage, receivedUs: Microseconds): void;
  onStatus(status: ConnectionStatus, reason?: string): void;
}

/** Errors of the ticket request after which another try would fail too. */
const FINAL_CODES = new Set<string>([
  'SESSION_NOT_FOUND',
  'SIGNED_OUT',
  'SESSION_REVOKED',
  'VALIDATION_FAILED',
] satisfies (MusicCalls['createTicket']['code'] | ClientCode)[]);

/** Keeps one session's socket open: reconnects, with backoff, until it is closed here or for good by the server. */
export class Connection {
  readonly #options: ConnectionOptions;
  #socket: WebSocket | null = null;
  #failures = 0;
  #openedUs = 0;
  #closed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

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

  /** Closes a socket that looks open but gives no answers, and connects again. */
  replace(reason: string): void {
    if (this.#closed || this.#socket === null) return;
    this.#closeSocket();
    this.#retryLater(reason);
  }

  close(reason = 'closed by this client'): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#closeSocket();
    this.#options.onStatus('closed', reason);
  }

  async #connect(): Promise<void> {
    const url = await this.#options.socketUrl();
    if (this.#closed) return;
    const socket = this.#options.createSocket(url);
    socket.onmessage = (event: MessageEvent<unknown>) => {
      const receivedUs = this.#options.clock.nowUs();
      const message = parseMessage(event.data);
      if (message !== null) this.#options.onMessage(message, receivedUs);
    };
    await opened(socket, () => this.#opened(socket));
  }

  /** Runs within the socket's own `open` event, before any message can come. */
  #opened(socket: WebSocket): void {
    this.#socket = socket;
    if (this.#closed) {
      this.#closeSocket();
      return;
    }
    socket.onclose = (event) => this.#lost(event.code);
    this.#openedUs = this.#options.clock.nowUs();
    this.#options.onStatus('open');
  }

  #closeSocket(): void {
    if (this.#socket === null) return;
    removeHandlers(this.#socket);
    this.#socket.close(1000);
    this.#socket = null;
  }

  #lost(code: number): void {
    this.#socket = null;
    if (this.#closed) return;
    if (this.#options.clock.nowUs() - this.#openedUs >= STABLE_US) this.#failures = 0;
    const { reason, reconnect } = closeMeaning(code);
    if (reconnect) this.#retryLater(reason);
    else this.close(reason);
  }

  #retryLater(reason: string): void {
    this.#options.onStatus('waiting', reason);
    // Most sockets are lost to a restart of their instance, while another instance can take the next one at once.
    const base =
      this.#failures === 0 ? 0 : (BACKOFF_MS[Math.min(this.#failures, BACKOFF_MS.length) - 1] ?? 0);
    this.#failures += 1;
    this.#retry = setTimeout(() => void this.#tryAgain(), base * (0.5 + Math.random() / 2));
  }

  async #tryAgain(): Promise<void> {
    if (this.#closed) return;
    this.#options.onStatus('connecting');
    try {
      await this.#connect();
    } catch (error) {
      const code = isDownbeatError(error) ? error.code : 'NETWORK_ERROR';
      if (FINAL_CODES.has(code)) this.close(code);
      else if (!this.#isClosed()) this.#retryLater(code);
    }
  }

  /** A method, because `#closed` may have changed during an await, which the compiler does not see. */
  #isClosed(): boolean {
    return this.#closed;
  }
}

/**
 * Waits for a socket to open.
 *
 * @throws DownbeatError NETWORK_ERROR when it closes before it opens, TIMEOUT after 5 s.
 */
function opened(socket: WebSocket, onOpen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (code: 'TIMEOUT' | 'NETWORK_ERROR', text: string): void => {
      clearTimeout(deadline);
      removeHandlers(socket);
      socket.close();
      reject(new DownbeatError(code, text));
    };
    const deadline = setTimeout(() => fail('TIMEOUT', 'The socket did not open in time'), OPEN_TIMEOUT_MS);
    socket.onclose = () => fail('NETWORK_ERROR', 'The socket was refused');
    socket.onopen = () => {
      clearTimeout(deadline);
      onOpen();
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

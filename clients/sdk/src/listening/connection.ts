import type { MusicCalls } from '../generated/music.operations.gen.ts';
import type { ClientCode } from '../http/errors.ts';
import { isDownbeatError } from '../http/send.ts';
import { closeMeaning } from './close-codes.ts';
import { openLink, type Link, type LinkHandlers, type WebSocketFactory } from './link.ts';
import type { LocalClock } from './local-clock.ts';
import type { ClientMessage } from './messages.ts';

/** First try at once, then these, with jitter, the last for ever. */
const BACKOFF_MS = [250, 500, 1000, 2000, 5000];
const OPEN_TIMEOUT_MS = 5000;
/** A socket that held for this long was a good one. One that opens only to be closed is a failure like any other. */
const STABLE_US = 5_000_000;

export type ConnectionStatus = 'connecting' | 'open' | 'waiting' | 'closed';

export interface ConnectionOptions {
  clock: LocalClock;
  create: WebSocketFactory;
  /** A fresh URL with a ticket, for each try: a ticket opens one socket. */
  socketUrl(): Promise<string>;
  onMessage: LinkHandlers['message'];
  onStatus(status: ConnectionStatus, reason?: string): void;
}

/** Errors of the ticket request after which another try is in vain. */
const FINAL_CODES = new Set<string>([
  'SESSION_NOT_FOUND',
  'SIGNED_OUT',
  'SESSION_REVOKED',
  'VALIDATION_FAILED',
] satisfies (MusicCalls['createTicket']['code'] | ClientCode)[]);

/** Holds the socket of one session open: connects again, with backoff, until it is closed or told to stop. */
export class Connection {
  readonly #options: ConnectionOptions;
  #link: Link | null = null;
  #failures = 0;
  #openedUs = 0;
  #closed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Resolves once the first socket is open; throws where that fails for good or for lack of a network. */
  async open(): Promise<void> {
    this.#options.onStatus('connecting');
    await this.#connect();
  }

  /** Sends now, or not at all: what has to survive a reconnect is sent again by its owner. */
  send(message: ClientMessage): void {
    this.#link?.send(message);
  }

  /** Gives up a socket that is open by name only, and connects again. */
  replace(reason: string): void {
    if (this.#closed || this.#link === null) return;
    this.#link.close();
    this.#link = null;
    this.#retryLater(reason);
  }

  close(reason = 'closed by us'): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#link?.close();
    this.#link = null;
    this.#options.onStatus('closed', reason);
  }

  async #connect(): Promise<void> {
    const url = await this.#options.socketUrl();
    if (this.#closed) return;
    const { clock, create, onMessage } = this.#options;
    const handlers: LinkHandlers = {
      opened: (link) => this.#opened(link),
      message: onMessage,
      closed: (code) => this.#lost(code),
    };
    await openLink(url, clock, handlers, { create, timeoutMs: OPEN_TIMEOUT_MS });
  }

  #opened(link: Link): void {
    if (this.#closed) {
      link.close();
      return;
    }
    this.#link = link;
    this.#openedUs = this.#options.clock.nowUs();
    this.#options.onStatus('open');
  }

  #lost(code: number): void {
    this.#link = null;
    if (this.#closed) return;
    if (this.#options.clock.nowUs() - this.#openedUs >= STABLE_US) this.#failures = 0;
    const { reason, reconnect } = closeMeaning(code);
    if (reconnect) this.#retryLater(reason);
    else this.close(reason);
  }

  #retryLater(reason: string): void {
    this.#options.onStatus('waiting', reason);
    // The first try follows at once: most losses are a restarted instance, and another one is there.
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
      else if (!this.#isOver()) this.#retryLater(code);
    }
  }

  #isOver(): boolean {
    return this.#closed;
  }
}

import type { Socket } from 'node:net';
import type { Principal } from '@downbeat/shared/http';
import type { WebSocket } from 'ws';
import { closeCodes, type CloseReason } from '../../generated/listening.close-codes.gen.ts';
import { limits } from '../limits.ts';
import type { ServerMessage } from '../messages/types.ts';
import { isAfter, type Position } from '../state/delta-log.ts';

/** After this long without a closing handshake the connection is cut. */
const CLOSING_MS = 1_000;

export interface ConnectionIdentity {
  readonly connectionId: string;
  readonly sessionId: string;
  readonly memberId: string;
  readonly deviceId: string;
  readonly principal: Principal;
}

/** One member's open socket: what is written to it, and what it has been told. */
export class Connection {
  readonly identity: ConnectionIdentity;
  /** Resolves when the socket is closed, however that came about. */
  readonly gone: Promise<void>;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #nowMs: () => number;
  #heardAtMs: number;
  #closing = false;
  /** Deltas up to here are in the snapshot that it was sent; undefined before that. */
  #toldThrough: Position | undefined;
  #held: { position: Position; frame: Buffer }[] = [];

  /** @param nowMs a monotonic clock, for tests */
  constructor(
    identity: ConnectionIdentity,
    webSocket: WebSocket,
    socket: Socket,
    nowMs = () => performance.now(),
  ) {
    this.#nowMs = nowMs;
    this.#heardAtMs = nowMs();
    this.identity = identity;
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.gone = new Promise((resolve) => webSocket.once('close', () => resolve()));
  }

  get open(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }

  send(message: ServerMessage): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    if (this.open && this.#keepsUp()) this.#webSocket.send(text);
  }

  /** Writes a frame that others get too, unless this one has been told already or is yet to get its snapshot. */
  sendFrame(frame: Buffer, position: Position): void {
    if (this.#toldThrough === undefined) this.#hold(frame, position);
    else if (isAfter(position, this.#toldThrough) && this.open && this.#keepsUp()) this.#socket.write(frame);
  }

  /** Sends a snapshot; from here on deltas after `position` follow. */
  tell(snapshot: ServerMessage, position: Position): void {
    this.#toldThrough = position;
    this.send(snapshot);
    const held = this.#held;
    this.#held = [];
    for (const later of held) this.sendFrame(later.frame, later.position);
  }

  /** Something was heard, be it a message, a pong or a part of one. */
  hear(): void {
    this.#heardAtMs = this.#nowMs();
  }

  /** Asks for a sign of life, or gives up on a peer that gave none for long. */
  heartbeat(): void {
    const silentMs = this.#nowMs() - this.#heardAtMs;
    if (silentMs > limits.silenceMs) this.#webSocket.terminate();
    else if (this.open) this.#webSocket.ping();
  }

  pong(data: Buffer): void {
    if (this.open && this.#keepsUp()) this.#webSocket.pong(data);
  }

  /** Of several reasons the first counts. */
  close(why: CloseReason): void {
    if (this.#closing) return;
    this.#closing = true;
    const { code, reason } = closeCodes[why];
    this.#webSocket.close(code, reason);
    // A peer that does not answer, or does not read, must not keep its buffer.
    setTimeout(() => this.#webSocket.terminate(), CLOSING_MS).unref();
  }

  #keepsUp(): boolean {
    if (this.#socket.writableLength <= limits.bufferedBytes) return true;
    this.close('slowReader');
    return false;
  }

  #hold(frame: Buffer, position: Position): void {
    this.#held.push({ frame, position });
    // So many since the socket was opened: the snapshot that is under way will have the older ones.
    if (this.#held.length > limits.deltasKept) this.#held.shift();
  }
}

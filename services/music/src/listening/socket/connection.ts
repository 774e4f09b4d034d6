import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { closeCodes, type CloseReason } from '../../generated/listening.close-codes.gen.ts';
import type { ServerMessage } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';
import type { ConnectionIdentity } from '../model/members.ts';
import { isAfter, type DeltaPosition } from '../model/room-state.ts';
import { textFrame, type DeltaFrame, type RoomConnection } from '../room/room.ts';

/** After this long without a closing handshake the connection is cut. */
const CLOSING_MS = 1_000;

/** One member's open socket: what is written to it, and which deltas it has received. */
export class Connection implements RoomConnection {
  readonly identity: ConnectionIdentity;
  /** Resolves when the socket is closed, for whatever reason. */
  readonly closed: Promise<void>;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #nowMs: () => number;
  #aliveAtMs: number;
  #closing = false;
  /** The snapshot that was sent includes the deltas up to here; undefined before the first snapshot. */
  #snapshotPosition: DeltaPosition | undefined;
  #heldFrames: DeltaFrame[] = [];

  /** @param nowMs a monotonic clock, for tests */
  constructor(
    identity: ConnectionIdentity,
    webSocket: WebSocket,
    socket: Socket,
    nowMs = () => performance.now(),
  ) {
    this.#nowMs = nowMs;
    this.#aliveAtMs = nowMs();
    this.identity = identity;
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.closed = new Promise((resolve) => webSocket.once('close', () => resolve()));
  }

  get open(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }

  get hasSnapshot(): boolean {
    return this.#snapshotPosition !== undefined;
  }

  send(message: ServerMessage): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    // One write of one buffer: ws would write header and text as two.
    this.#write(textFrame(text));
  }

  /** Writes the frames that the snapshot does not include. Frames before the first snapshot are held until then. */
  sendFrames(frames: readonly DeltaFrame[], bytes: Buffer): void {
    const snapshot = this.#snapshotPosition;
    const [first] = frames;
    if (first === undefined) return;
    if (snapshot === undefined) this.#hold(frames);
    else if (isAfter(first.position, snapshot)) this.#write(bytes);
    else for (const { frame, position } of frames) if (isAfter(position, snapshot)) this.#write(frame);
  }

  sendSnapshot(snapshot: string, position: DeltaPosition): void {
    this.#snapshotPosition = position;
    this.sendText(snapshot);
    const held = this.#heldFrames;
    this.#heldFrames = [];
    for (const delta of held) this.sendFrames([delta], delta.frame);
  }

  /** Bytes arrived: a message, a pong or a part of one. */
  markAlive(): void {
    this.#aliveAtMs = this.#nowMs();
  }

  /** Pings the client, or cuts the socket of a client that has been silent for too long. */
  heartbeat(): void {
    const silentMs = this.#nowMs() - this.#aliveAtMs;
    if (silentMs > limits.silenceMs) this.#webSocket.terminate();
    else if (this.open) this.#webSocket.ping();
  }

  pong(data: Buffer): void {
    if (this.#isWritable()) this.#webSocket.pong(data);
  }

  /** Only the first reason is sent. */
  close(why: CloseReason): void {
    if (this.#closing) return;
    this.#closing = true;
    const { code, reason } = closeCodes[why];
    this.#webSocket.close(code, reason);
    // The buffer of a client that does not answer, or does not read, must be freed.
    setTimeout(() => this.#webSocket.terminate(), CLOSING_MS).unref();
  }

  /** Closes a socket whose client reads too slowly. */
  #isWritable(): boolean {
    if (!this.open) return false;
    if (this.#socket.writableLength <= limits.bufferedBytes) return true;
    this.close('slowReader');
    return false;
  }

  #write(bytes: Buffer): void {
    if (this.#isWritable()) this.#socket.write(bytes);
  }

  #hold(frames: readonly DeltaFrame[]): void {
    // After this many deltas, the snapshot that is being read includes the oldest ones.
    this.#heldFrames = [...this.#heldFrames, ...frames].slice(-limits.heldFrames);
  }
}

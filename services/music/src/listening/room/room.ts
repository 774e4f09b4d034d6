import type { CloseReason } from '../../generated/listening.close-codes.gen.ts';
import type { QueueChanged, ServerMessage, TimelineChanged } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';
import type { ConnectionIdentity } from '../model/members.ts';
import { afterMessage } from '../model/room-reducer.ts';
import {
  isAfter,
  type Delta,
  type DeltaPosition,
  type KnownState,
  type RoomInfo,
  type RoomState,
  type SavedState,
} from '../model/room-state.ts';
import { HeldTrail } from './held-trail.ts';

/** A frame with the delta at `position`. */
export interface DeltaFrame {
  readonly frame: Buffer;
  readonly position: DeltaPosition;
  /** How its text begins, when it tells only a count: a later one says all that it says. */
  readonly count?: string | undefined;
}

/** A member's socket, as far as rooms need it. */
export interface RoomConnection {
  readonly identity: ConnectionIdentity;
  /** Whether the first snapshot was sent: the member is in the room. */
  readonly hasSnapshot: boolean;
  send(message: ServerMessage): void;
  /** Writes frames, each of which holds the delta at its position, in order; `bytes` is all of them. */
  sendFrames(frames: readonly DeltaFrame[], bytes: Buffer): void;
  /** Sends a snapshot (JSON); deltas after `position` follow. */
  sendSnapshot(snapshot: string, position: DeltaPosition): void;
  close(reason: CloseReason): void;
}

/** How messages begin that tell only a count, and how long they wait for a later one. */
const COUNTS = {
  '{"type":"memberCount"': limits.memberCountMs,
  '{"type":"presenceChanged"': limits.presenceMs,
  '{"type":"skipVotes"': limits.reactionsMs,
};
const countTexts = Object.keys(COUNTS) as (keyof typeof COUNTS)[];

const FINAL_TEXT = 0x81;
const MAX_SHORT = 125;
const MAX_MEDIUM = 0xffff;

function frameHeader(length: number): Buffer {
  if (length <= MAX_SHORT) return Buffer.from([FINAL_TEXT, length]);
  if (length <= MAX_MEDIUM) {
    const header = Buffer.from([FINAL_TEXT, 126, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header[0] = FINAL_TEXT;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

/**
 * One whole, unmasked text frame (RFC 6455, section 5.2), as a server without extensions sends it. The bytes are the same
 * for every reader, so a broadcast is framed once.
 */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([frameHeader(payload.length), payload]);
}

/** One session on this instance: its sockets here, and the newest state that this instance has read. */
export class Room {
  readonly sessionId: string;
  readonly #connections = new Set<RoomConnection>();
  /** A device that comes back may have more than one socket for a moment. */
  readonly #byMember = new Map<string, Set<RoomConnection>>();
  /** What is written to the trail by this instance if Redis loses it. */
  readonly held = new HeldTrail();
  /** Whether the members need a new snapshot. */
  isStale = false;
  #position: DeltaPosition = { epoch: 0, sequence: 0 };
  #known: SavedState | undefined;
  #waiting: DeltaFrame[] = [];
  #flushTimer: NodeJS.Timeout | undefined;
  #flushDueMs = Infinity;

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  get connections(): ReadonlySet<RoomConnection> {
    return this.#connections;
  }

  connectionsOf(memberId: string): Iterable<RoomConnection> {
    return this.#byMember.get(memberId) ?? [];
  }

  add(connection: RoomConnection): void {
    const { memberId } = connection.identity;
    const ofMember = this.#byMember.get(memberId) ?? new Set();
    this.#byMember.set(memberId, ofMember.add(connection));
    this.#connections.add(connection);
  }

  remove(connection: RoomConnection): void {
    const { memberId } = connection.identity;
    const ofMember = this.#byMember.get(memberId);
    ofMember?.delete(connection);
    if (ofMember?.size === 0) this.#byMember.delete(memberId);
    this.#connections.delete(connection);
  }

  get position(): DeltaPosition {
    return this.#position;
  }

  get info(): RoomInfo | undefined {
    return this.#known?.room;
  }

  /** The newest state that this instance has seen; undefined before the first state was read. */
  get known(): KnownState | undefined {
    return this.#known && { ...this.#known, position: this.#position };
  }

  /** Takes a state that was read from Redis, unless a newer one is known. */
  applyState({ epoch, sequence, timeline, reference, room }: RoomState): void {
    if (isAfter(this.#position, { epoch, sequence })) return;
    this.#position = { epoch, sequence };
    this.#known = { timeline, reference, room };
  }

  /** Takes what was read again because a delta says that it has changed. */
  applyAccess(access: RoomInfo['access']): void {
    if (this.#known === undefined) return;
    this.#known = { ...this.#known, room: { ...this.#known.room, access } };
  }

  /** Whether deltas before this one are missing: they were removed from the stream before this instance read them. */
  hasGapBefore({ epoch, sequence }: DeltaPosition): boolean {
    const { epoch: knownEpoch, sequence: knownSequence } = this.#position;
    return sequence > (epoch === knownEpoch ? knownSequence : 0) + 1;
  }

  /** Applies one delta, in order; false for a delta that was applied before. */
  applyDelta(delta: Delta): boolean {
    const { epoch, sequence, kind, body } = delta;
    if (!isAfter({ epoch, sequence }, this.#position)) return false;
    this.#position = { epoch, sequence };
    this.held.add(delta);
    if (kind === 'timeline' && this.#known !== undefined) {
      const message = JSON.parse(body) as TimelineChanged | QueueChanged;
      const { reference, room } = this.#known;
      this.#known = { reference, ...afterMessage(room, message) };
    }
    return true;
  }

  /** Sends the same bytes to every socket of the session on this instance. */
  broadcast(text: string, position: DeltaPosition): void {
    this.#waiting.push({ frame: textFrame(text), position });
    this.#flush();
  }

  /** Sends a text to some sockets. */
  send(text: string, position: DeltaPosition, to: (connection: RoomConnection) => boolean): void {
    const frame = textFrame(text);
    for (const connection of this.connections)
      if (to(connection)) connection.sendFrames([{ frame, position }], frame);
  }

  /** Like {@link broadcast}, but waits a moment for further deltas, and goes out before any other. */
  broadcastLater(text: string, position: DeltaPosition): void {
    const count = countTexts.find((start) => text.startsWith(start));
    if (count !== undefined) this.#waiting = this.#waiting.filter((frame) => frame.count !== count);
    this.#waiting.push({ frame: textFrame(text), position, count });
    this.#flushWithin(count === undefined ? limits.memberBatchMs : COUNTS[count]);
  }

  #flushWithin(ms: number): void {
    const dueMs = performance.now() + ms;
    if (dueMs >= this.#flushDueMs) return;
    clearTimeout(this.#flushTimer);
    this.#flushDueMs = dueMs;
    this.#flushTimer = setTimeout(() => this.#flush(), ms).unref();
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushDueMs = Infinity;
    const frames = this.#waiting;
    this.#waiting = [];
    const bytes = Buffer.concat(frames.map(({ frame }) => frame));
    for (const connection of this.connections) connection.sendFrames(frames, bytes);
  }

  closeUser(userId: string, reason: CloseReason): void {
    for (const connection of this.connections)
      if (connection.identity.principal.userId === userId) connection.close(reason);
  }

  closeGuests(): void {
    for (const connection of this.connections)
      if (connection.identity.principal.role === 'guest') connection.close('guestEnded');
  }

  closeAll(reason: CloseReason): void {
    for (const connection of this.connections) connection.close(reason);
  }
}

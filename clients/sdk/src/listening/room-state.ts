import { isNewer } from '@downbeat/timing';
import type { ConnectionStatus } from './connection.ts';
import { Emitter } from '../emitter.ts';
import type { Member, QueueItem, Snapshot, Timeline } from './messages.ts';

/** What a page shows of a room. A new object at each change. */
export interface RoomState {
  status: ConnectionStatus;
  /** Why the socket is not open, in words; null while it is, or where nothing is known. */
  reason: string | null;
  /** Our own; null until the first snapshot, as everything below. */
  memberId: string | null;
  timeline: Timeline | null;
  queue: readonly QueueItem[];
  members: readonly Member[];
  playbackControl: Snapshot['playbackControl'] | null;
}

const unknown: RoomState = {
  status: 'connecting',
  reason: null,
  memberId: null,
  timeline: null,
  queue: [],
  members: [],
  playbackControl: null,
};

/** What is known of a room by now, and who wants to hear of changes. */
export class KnownRoom {
  readonly #changes = new Emitter<RoomState>();
  #state = unknown;

  get state(): RoomState {
    return this.#state;
  }

  /** What the timeline plays; null where it plays nothing. */
  get currentItem(): QueueItem | null {
    const { queue, timeline } = this.#state;
    return queue.find(({ id }) => id === timeline?.queueItemId) ?? null;
  }

  onChange(listener: (state: RoomState) => void): () => void {
    return this.#changes.on(listener);
  }

  takeStatus(status: ConnectionStatus, reason: string | null): void {
    this.#update({ status, reason });
  }

  /** All but the timeline, which comes in order or not at all. */
  takeSnapshot({ memberId, queue, members, playbackControl }: Snapshot): void {
    this.#update({ memberId, queue, members, playbackControl });
  }

  /** Gives false for a timeline that is no news, and leaves it out. */
  takeTimeline(timeline: Timeline): boolean {
    const known = this.#state.timeline;
    if (known !== null && !isNewer(timeline, known)) return false;
    this.#update({ timeline });
    return true;
  }

  takeMember(member: Member): void {
    this.#update({ members: [...this.#others(member.memberId), member] });
  }

  dropMember(memberId: string): void {
    this.#update({ members: this.#others(memberId) });
  }

  #others(memberId: string): Member[] {
    return this.#state.members.filter((member) => member.memberId !== memberId);
  }

  #update(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changes.emit(this.#state);
  }
}

import { limits } from '../model/limits.ts';
import type { Delta, RoomState } from '../model/room-state.ts';
import { wholeStateText, type TrailEntry } from '../model/trail.ts';

/** Between the entry of a state and the next one. */
const AFTER = 0.5;

/**
 * The newest entries of a room's trail that this instance has read. What a client was told of is among them, so a Redis that
 * loses its last writes does not take them out of the trail.
 */
export class HeldTrail {
  #entries: TrailEntry[] = [];
  #bytes = 0;

  add({ recorded, ...delta }: Delta): void {
    // At a new epoch the whole state follows, by `addState`.
    if (recorded === undefined || delta.kind === 'rebased') return;
    this.#push({ ...delta, ...recorded });
  }

  /** A whole state that was read, so that what follows has a beginning. */
  addState(state: RoomState, atUs: number): void {
    const { epoch, sequence, revision } = state;
    const common = { epoch, sequence: sequence + AFTER, revision, kind: 'rebased', body: '{}' } as const;
    this.#push({ ...common, atUs, changedAt: '', state: wholeStateText(state) });
  }

  /** The entries, which are held no longer. */
  take(): TrailEntry[] {
    const taken = this.#entries;
    this.#entries = [];
    this.#bytes = 0;
    return taken;
  }

  #push(entry: TrailEntry): void {
    this.#entries.push(entry);
    this.#bytes += sizeOf(entry);
    while (this.#entries.length > limits.trailHeld || this.#bytes > limits.trailHeldBytes) {
      const dropped = this.#entries.shift();
      if (dropped === undefined) return;
      this.#bytes -= sizeOf(dropped);
    }
  }
}

function sizeOf({ body, state = '' }: TrailEntry): number {
  return body.length + state.length;
}

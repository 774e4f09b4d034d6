import type { Change, Timeline } from './messages.ts';

/** How many changes may wait for earlier ones. */
const MAX_EARLY = 200;
/** After so many further changes the missing ones are asked for again. */
const ASK_EVERY = 10;

/** Puts changes in the order of their revisions, without gaps: a change of the queue fits only the queue before it. */
export class ChangeOrder {
  #epoch = 0;
  #revision = 0;
  readonly #early = new Map<number, Change>();

  /** Begins again with a state that has everything up to its timeline. Returns the changes that follow it already. */
  reset({ epoch, revision }: Timeline): Change[] {
    for (const [early, { timeline }] of this.#early)
      if (timeline.epoch !== epoch || early <= revision) this.#early.delete(early);
    this.#epoch = epoch;
    this.#revision = revision;
    return this.#next();
  }

  /** Takes a change. Returns those that are next: none while an earlier one is missing. */
  take(change: Change): Change[] {
    const { epoch, revision } = change.timeline;
    if (epoch !== this.#epoch || revision <= this.#revision) return [];
    if (this.#early.size < MAX_EARLY) this.#early.set(revision, change);
    return this.#next();
  }

  /** The state after which changes are missing, when it is time to ask for them; else null. */
  get toAskFor(): Pick<Timeline, 'epoch' | 'revision'> | null {
    const isDue = this.#early.size % ASK_EVERY === 1;
    return isDue ? { epoch: this.#epoch, revision: this.#revision } : null;
  }

  #next(): Change[] {
    const ready: Change[] = [];
    for (let next = this.#early.get(this.#revision + 1); next; next = this.#early.get(this.#revision + 1)) {
      this.#revision += 1;
      this.#early.delete(this.#revision);
      ready.push(next);
    }
    return ready;
  }
}

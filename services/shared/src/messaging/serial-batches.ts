import { withDeadline } from '../timers.ts';

interface Call<T> {
  readonly item: T;
  readonly key: string;
  readonly resolve: (done: Promise<void>) => void;
}

interface SerialBatchesOptions<T> {
  /** Items of one batch. */
  maxSize: number;
  /** Batches at work at the same time. */
  parallel: number;
  /** A batch that takes longer no longer counts as at work, so that it does not keep others from their turn. */
  longestTurnMs: number;
  /** Does the work of one batch; gives one promise per item, in the order of the items. */
  work: (items: readonly T[]) => readonly Promise<void>[];
}

/**
 * Runs work of the same key one after the other, in the order of the calls, and work of different keys at the same time: in
 * batches of what waits when another batch ends. It waits for nothing else, so a single item is a batch by itself.
 */
export class SerialBatches<T> {
  readonly #options: SerialBatchesOptions<T>;
  #waiting: Call<T>[] = [];
  readonly #keysAtWork = new Set<string>();
  #atWork = 0;

  constructor(options: SerialBatchesOptions<T>) {
    this.#options = options;
  }

  /** Resolves and rejects as the item's promise of `work` does. */
  run(key: string, item: T): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ item, key, resolve });
      // Calls of the same tick are put together.
      queueMicrotask(() => this.#beginNext());
    });
  }

  #beginNext(): void {
    const { parallel, longestTurnMs } = this.#options;
    while (this.#atWork < parallel) {
      const batch = this.#takeWaiting();
      if (batch.length === 0) return;
      this.#atWork += 1;
      void withDeadline(this.#workOn(batch), longestTurnMs, 'a batch')
        .catch(() => undefined)
        .then(() => {
          this.#atWork -= 1;
          this.#beginNext();
        });
    }
  }

  /** The oldest calls, one of each key that is not at work. */
  #takeWaiting(): Call<T>[] {
    const batch: Call<T>[] = [];
    this.#waiting = this.#waiting.filter((call) => {
      if (batch.length === this.#options.maxSize || this.#keysAtWork.has(call.key)) return true;
      this.#keysAtWork.add(call.key);
      batch.push(call);
      return false;
    });
    return batch;
  }

  async #workOn(batch: readonly Call<T>[]): Promise<void> {
    const works = this.#options.work(batch.map(({ item }) => item));
    const ended = batch.map(({ key, resolve }, index) => {
      const work = works[index] as Promise<void>;
      resolve(work);
      const end = (): void => {
        this.#keysAtWork.delete(key);
        this.#beginNext();
      };
      return work.then(end, end);
    });
    await Promise.all(ended);
  }
}

/** Runs work of the same key one after the other, in the order of the calls; work of different keys at the same time. */
export class SerialQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` after all earlier work of `key`, failed or not. Resolves and rejects as `work` does. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const previous = this.#last.get(key) ?? Promise.resolve();
    const current = previous.then(work, work);
    this.#last.set(key, current);
    try {
      return await current;
    } finally {
      if (this.#last.get(key) === current) this.#last.delete(key);
    }
  }
}

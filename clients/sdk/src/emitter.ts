/** Listeners for one kind of value. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Calls back at each `emit`; returns a function that unsubscribes. */
  on(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls every listener. An error of one is reported as uncaught, and does not keep the others from being called. */
  emit(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

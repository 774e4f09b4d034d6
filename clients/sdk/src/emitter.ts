/** A list of listeners for one kind of thing. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Calls back at each `emit`; returns the function that ends this. */
  on(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A listener that throws is reported like any uncaught error, and keeps neither the others nor us from going on. */
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

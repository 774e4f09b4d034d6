/** A timer that can be rung early. */
export class Alarm {
  #wake: (() => void) | null = null;

  ring(): void {
    this.#wake?.();
  }

  /** Resolves after `ms`, or at the next ring after this call, whichever is first. */
  next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A timer that can be rung early. */
export class Alarm {
  #wake: (() => void) | null = null;

  /** Ends the current wait, if there is one. */
  ring(): void {
    this.#wake?.();
  }

  /** Resolves after `ms`, at the next ring or at the next call of this method, whichever comes first. */
  next(ms: number): Promise<void> {
    this.ring();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A timer that can be rung early. */
export class Alarm {
  #wake: (() => void) | null = null;

  /** Ends the wait that is on, if one is. */
  ring(): void {
    this.#wake?.();
  }

  /** Resolves after `ms`, at the next ring or at the next call of this, whichever is first. */
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

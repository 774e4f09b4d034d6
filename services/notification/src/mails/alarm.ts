export interface Alarm {
  /** Ends the current wait, or the next one at once when nobody waits. */
  wake(): void;
  /** Resolves when woken, and after `ms` at the latest. */
  wait(ms: number): Promise<void>;
}

/** Sleep that can be interrupted; a wake-up that comes while its owner is busy is not lost. */
export function createAlarm(): Alarm {
  let pending = false;
  let ring: (() => void) | undefined;
  return {
    wake() {
      pending = true;
      ring?.();
    },
    async wait(ms) {
      if (!pending) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          ring = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      pending = false;
      ring = undefined;
    },
  };
}

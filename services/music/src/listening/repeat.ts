/**
 * Runs `work` every `ms`, except while an earlier run is still under way: what is slow is done less often, and does not
 * pile up. Keeps no process alive.
 * @param work never rejects
 * @returns how to stop that
 */
export function repeat(ms: number, work: () => Promise<void>): () => void {
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    try {
      await work();
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void run(), ms);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Waits for `point`, which something in the middle of `work` settles, so that a test goes on while the work is under way.
 * @throws Error naming `what` when the work ends without having come there, with what it ended in
 */
export async function reached(what: string, point: Promise<unknown>, work: Promise<unknown>): Promise<void> {
  const never = (cause: unknown): never => {
    throw new Error(`it was over before ${what}`, { cause });
  };
  // Whoever loses the race is settled later, and heard by nobody.
  await Promise.race([point, work.then(never, never)]);
}

/**
 * Waits for `point`, which is settled in the middle of `work`, so that a test goes on while the work is running.
 * @throws Error that names `what` when the work ends before the point, with its result as the cause
 */
export async function reached(what: string, point: Promise<unknown>, work: Promise<unknown>): Promise<void> {
  const never = (cause: unknown): never => {
    throw new Error(`it was over before ${what}`, { cause });
  };
  // The loser of the race settles later, and its result is ignored.
  await Promise.race([point, work.then(never, never)]);
}

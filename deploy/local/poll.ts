import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from './log.ts';

type PollOptions = { withinMs: number; everyMs?: number; what: string; signal?: AbortSignal };

/** Repeats `attempt` until it resolves. After `withinMs` it throws an error that names `what` and the last reason. */
export async function poll<T>(attempt: () => Promise<T>, options: PollOptions): Promise<T> {
  const deadline = Date.now() + options.withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      options.signal?.throwIfAborted();
      if (Date.now() > deadline) throw new Error(timeoutMessage(options, error), { cause: error });
    }
    await sleep(options.everyMs ?? 100);
    options.signal?.throwIfAborted();
  }
}

function timeoutMessage({ what, withinMs }: PollOptions, error: unknown): string {
  return `${what} was not ready within ${withinMs / 1000} s (${reasonOf(error)}).`;
}

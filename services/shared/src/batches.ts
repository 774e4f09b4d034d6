import { AsyncLocalStorage } from 'node:async_hooks';
import { untilDeadline } from './deadline.ts';

interface Call<I, O> {
  readonly item: I;
  readonly resolve: (output: O) => void;
  readonly reject: (error: unknown) => void;
}

interface BatchOptions<I, O> {
  /** Names the work in the error of a request whose deadline passes. */
  what: string;
  /** Items of one batch. */
  maxSize: number;
  /** The next batch of a key waits for the end of the one before, however long that takes. */
  isSerial?: boolean;
  /** Does the work of one batch; gives one output per item, in the order of the items. */
  work: (items: readonly I[], key: string) => Promise<readonly O[]>;
}

/** The next batch of a key begins when the one before has ended, or this long after it began. */
const LONGEST_TURN_MS = 50;

/**
 * Returns a function that does the work for one item, together with the items of other calls: those of the same tick,
 * and those that come while a batch is at work. So the cost per call falls as calls become more frequent. The work
 * of a call begins after the call. As many items wait as there are callers; each waits until the deadline of its request.
 * @returns rejects with what `work` throws, for all items of its batch, or with DeadlineError
 */
export function createBatches<I, O>({ what, maxSize, work, isSerial = false }: BatchOptions<I, O>) {
  // Work for several requests belongs to none of them: the end of one must not stop it.
  const outsideRequests = AsyncLocalStorage.snapshot();
  const waiting = new Map<string, Call<I, O>[]>();

  async function workOn(key: string, calls: readonly Call<I, O>[]): Promise<void> {
    try {
      const outputs = await work(
        calls.map(({ item }) => item),
        key,
      );
      for (const [index, { resolve }] of calls.entries()) resolve(outputs[index] as O);
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  }

  function beginNext(key: string): void {
    const calls = waiting.get(key)?.splice(0, maxSize) ?? [];
    if (calls.length === 0) {
      waiting.delete(key);
      return;
    }
    let isOver = false;
    const endTurn = (): void => {
      if (!isOver) setImmediate(beginNext, key);
      isOver = true;
      clearTimeout(limit);
    };
    const limit = isSerial ? undefined : setTimeout(endTurn, LONGEST_TURN_MS);
    void workOn(key, calls).then(endTurn);
  }

  /** @param key only calls with the same key are put together */
  return (item: I, key = ''): Promise<O> => {
    const { promise, resolve, reject } = Promise.withResolvers<O>();
    const calls = waiting.get(key);
    const call = { item, resolve, reject };
    if (calls === undefined) {
      waiting.set(key, [call]);
      outsideRequests(() => setImmediate(beginNext, key));
    } else calls.push(call);
    return untilDeadline(what, promise);
  };
}

// The order of a queue in which those who add take turns.
import type { QueueEntry } from './queue.ts';

/**
 * Where the last entries of a queue, which were just appended, go when those who add take turns, as the index in `queue` of the
 * entry at each place. The n-th entry of a person after the current one is in round n, and the current one is the first of
 * its person. A new entry comes after all of its own round and of earlier ones: it overtakes only further entries of persons who
 * have more of them. All others stay where they are, also where they were moved by hand.
 *
 * @param added how many entries were appended
 * @param personOf who has added an entry
 */
export function orderByTurns<Entry extends QueueEntry>(
  queue: readonly Entry[],
  added: number,
  currentId: string | null,
  personOf: (entry: Entry) => string,
): number[] {
  const before = queue.length - added;
  const start = Math.max(
    queue.findIndex(({ id }) => id === currentId),
    0,
  );
  const turns = new Map<string, number>();
  const takeTurn = (entry: Entry): number => {
    const round = turns.get(personOf(entry)) ?? 0;
    turns.set(personOf(entry), round + 1);
    return round;
  };
  const coming = queue
    .slice(start, before)
    .map((entry, index) => ({ index: start + index, round: takeTurn(entry) }));
  for (const [index, entry] of queue.slice(before).entries()) {
    const round = takeTurn(entry);
    const last = coming.findLastIndex((other) => other.round <= round);
    coming.splice(last + 1, 0, { index: before + index, round });
  }
  return [...queue.keys()].slice(0, start).concat(coming.map(({ index }) => index));
}

// A session's queue and what changes it: for servers, for clients, and for what stands in for either.

/** What follows the end of an item: the next one, the same one again, or after the last one the first. */
export type RepeatMode = 'off' | 'one' | 'all';

/** An entry of a queue. The same track may be in a queue more than once, so an entry has an id of its own. */
export interface QueueEntry {
  readonly id: string;
}

/**
 * One change of a queue. It fits exactly the queue that it was made for: all changes in their order lead to the queue of
 * the server.
 */
export type QueueChange<Item extends QueueEntry> =
  /** `after` is the entry before the new ones; null at the beginning. */
  | { readonly change: 'inserted'; readonly items: readonly Item[]; readonly after: string | null }
  | { readonly change: 'removed'; readonly itemIds: readonly string[] }
  /** `after` is the entry before the moved ones, which follow it in the order of `itemIds`. */
  | { readonly change: 'moved'; readonly itemIds: readonly string[]; readonly after: string | null }
  /** Everything is removed but one entry; null for nothing. */
  | { readonly change: 'cleared'; readonly kept: string | null }
  /** The entry at each place of the new queue is the one that was at this index. */
  | { readonly change: 'reordered'; readonly order: readonly number[] };

function insertAfter<Item extends QueueEntry>(
  queue: readonly Item[],
  items: readonly Item[],
  after: string | null,
): Item[] {
  const index = after === null ? 0 : queue.findIndex(({ id }) => id === after) + 1;
  return [...queue.slice(0, index), ...items, ...queue.slice(index)];
}

/** The queue after one change. */
export function applyQueueChange<Item extends QueueEntry>(
  queue: readonly Item[],
  change: QueueChange<Item>,
): readonly Item[] {
  switch (change.change) {
    case 'inserted':
      return insertAfter(queue, change.items, change.after);
    case 'removed': {
      const removed = new Set(change.itemIds);
      return queue.filter(({ id }) => !removed.has(id));
    }
    case 'moved': {
      const byId = new Map(queue.map((item) => [item.id, item]));
      const moved = change.itemIds.flatMap((id) => byId.get(id) ?? []);
      for (const id of change.itemIds) byId.delete(id);
      return insertAfter([...byId.values()], moved, change.after);
    }
    case 'cleared':
      return queue.filter(({ id }) => id === change.kept);
    case 'reordered':
      return change.order.flatMap((index) => queue[index] ?? []);
  }
}

/** The queue after several changes. */
export function applyQueueChanges<Item extends QueueEntry>(
  queue: readonly Item[],
  changes: readonly QueueChange<Item>[],
): readonly Item[] {
  return changes.reduce(applyQueueChange, queue);
}

/**
 * The entries after one of a queue, in the order in which they are played; none for an unknown one.
 * @param wraps whether the queue begins again after its last entry: then all of them follow, the entry itself last
 */
export function entriesAfter<Item extends QueueEntry>(
  queue: readonly Item[],
  itemId: string | null,
  wraps: boolean,
): readonly Item[] {
  const index = queue.findIndex(({ id }) => id === itemId);
  if (index === -1) return [];
  const after = queue.slice(index + 1);
  return wraps ? [...after, ...queue.slice(0, index + 1)] : after;
}

/** The entry before one of a queue; at the beginning, the last one if the queue wraps. */
export function entryBefore<Item extends QueueEntry>(
  queue: readonly Item[],
  itemId: string | null,
  wraps: boolean,
): Item | undefined {
  const index = queue.findIndex(({ id }) => id === itemId);
  if (index > 0) return queue[index - 1];
  return index === 0 && wraps ? queue.at(-1) : undefined;
}

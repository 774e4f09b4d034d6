// What operations of members make of a queue.
import { orderByTurns } from './fair-turns.ts';
import { applyQueueChanges, type QueueChange, type QueueEntry } from './queue.ts';

/**
 * The entry that others are put after: its id, or `current` for the one that plays when the operation takes effect. Null is
 * the beginning, and without a value it is the end.
 */
export type QueuePlace = string | null | undefined;

/** One operation of an edit. Entries are named by their ids, never by their places, so that it fits a later queue too. */
export type QueueOperation =
  | { readonly op: 'add'; readonly trackIds: readonly string[]; readonly after?: QueuePlace }
  | { readonly op: 'remove'; readonly itemIds: readonly string[] }
  | { readonly op: 'move'; readonly itemIds: readonly string[]; readonly after?: QueuePlace }
  /** Removes all but the current entry. */
  | { readonly op: 'clear' }
  /** Mixes what comes after the current entry. */
  | { readonly op: 'shuffle' }
  | { readonly op: 'replace'; readonly trackIds: readonly string[] };

/** What operations need to know apart from the queue. */
export interface EditContext<Item extends QueueEntry> {
  readonly currentId: string | null;
  /** The new entries of an operation that adds some, by its index. */
  readonly itemsOf: (operation: number) => readonly Item[];
  /** A random whole number from 0 to `limit` - 1, each equally likely. */
  readonly randomBelow: (limit: number) => number;
  /** Who has added an entry, where those who add at the end take turns. */
  readonly personOf?: ((entry: Item) => string) | undefined;
}

/** An operation names what is not there. */
export class QueueEditError extends Error {
  override readonly name = 'QueueEditError';
  readonly code: 'QUEUE_ITEM_NOT_FOUND' | 'VALIDATION_FAILED';
  readonly errors: { field: string; message: string }[];

  constructor(code: QueueEditError['code'], errors: readonly { field: string; message: string }[]) {
    super(code);
    this.code = code;
    this.errors = [...errors];
  }
}

/** Whether operations fit a queue that has changed since they were chosen: they name what they are about. */
export function canRebase(operations: readonly QueueOperation[]): boolean {
  return operations.every(({ op }) => op === 'add' || op === 'remove' || op === 'move');
}

/** How many entries and tracks operations name: the work that they make for every member. */
export function namedEntries(operations: readonly QueueOperation[]): number {
  const sizes = operations.map((operation) => {
    if (operation.op === 'clear' || operation.op === 'shuffle') return 1;
    return 'itemIds' in operation ? operation.itemIds.length : operation.trackIds.length;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * The changes that operations make, one after the other.
 * @throws QueueEditError naming every entry that the queue does not have
 */
export function changesOf<Item extends QueueEntry>(
  queue: readonly Item[],
  operations: readonly QueueOperation[],
  context: EditContext<Item>,
): { readonly changes: readonly QueueChange<Item>[]; readonly queue: readonly Item[] } {
  let edited = queue;
  const changes: QueueChange<Item>[] = [];
  for (const [index, operation] of operations.entries()) {
    const made = changesOfOne(edited, operation, index, context);
    edited = applyQueueChanges(edited, made);
    changes.push(...made);
  }
  return { changes, queue: edited };
}

function changesOfOne<Item extends QueueEntry>(
  queue: readonly Item[],
  operation: QueueOperation,
  index: number,
  context: EditContext<Item>,
): QueueChange<Item>[] {
  const field = `operations.${index}`;
  const { currentId } = context;
  switch (operation.op) {
    case 'add': {
      const items = context.itemsOf(index);
      const after = placeOf(queue, operation.after, currentId, field);
      const { personOf } = context;
      if (operation.after !== undefined || personOf === undefined)
        return [{ change: 'inserted', items, after }];
      return insertedByTurns(
        queue,
        items,
        orderByTurns([...queue, ...items], items.length, currentId, personOf),
      );
    }
    case 'remove':
      requireEntries(queue, operation.itemIds, field);
      return [{ change: 'removed', itemIds: operation.itemIds }];
    case 'move':
      return [movedOf(queue, operation, currentId, field)];
    case 'clear':
      return [{ change: 'cleared', kept: queue.some(({ id }) => id === currentId) ? currentId : null }];
    case 'shuffle':
      return [{ change: 'reordered', order: shuffledOrder(queue, context) }];
    case 'replace':
      return [
        { change: 'cleared', kept: null },
        { change: 'inserted', items: context.itemsOf(index), after: null },
      ];
  }
}

/** Most places at which entries are inserted one by one: more are told as an order, so that an edit has few changes. */
const MOST_PLACES = 2;

/** @param order of the queue with the items at its end */
function insertedByTurns<Item extends QueueEntry>(
  queue: readonly Item[],
  items: readonly Item[],
  order: readonly number[],
): QueueChange<Item>[] {
  const places: { items: Item[]; after: string | null }[] = [];
  for (const [to, from] of order.entries()) {
    const item = items[from - queue.length];
    if (item === undefined) continue;
    const before = order[to - 1] ?? -1;
    if (before >= queue.length) places.at(-1)?.items.push(item);
    else places.push({ items: [item], after: queue[before]?.id ?? null });
  }
  if (places.length <= MOST_PLACES) return places.map((place) => ({ change: 'inserted', ...place }));
  return [
    { change: 'inserted', items, after: queue.at(-1)?.id ?? null },
    { change: 'reordered', order },
  ];
}

function movedOf<Item extends QueueEntry>(
  queue: readonly Item[],
  { itemIds, after: place }: Extract<QueueOperation, { op: 'move' }>,
  currentId: string | null,
  field: string,
): QueueChange<Item> {
  requireEntries(queue, itemIds, field);
  const moved = new Set(itemIds);
  const others = queue.filter(({ id }) => !moved.has(id));
  if (place !== undefined && place !== null && moved.has(place === 'current' ? (currentId ?? '') : place)) {
    const message = 'must not be one of the moved entries';
    throw new QueueEditError('VALIDATION_FAILED', [{ field: `${field}.after`, message }]);
  }
  return { change: 'moved', itemIds, after: placeOf(others, place, currentId, field) };
}

/** The order in which what follows the current entry is mixed, and all before it stays. */
function shuffledOrder<Item extends QueueEntry>(
  queue: readonly Item[],
  { currentId, randomBelow }: EditContext<Item>,
): number[] {
  const kept = queue.findIndex(({ id }) => id === currentId) + 1;
  const order = queue.map((_, index) => index);
  // Fisher and Yates.
  for (let last = order.length - 1; last > kept; last -= 1) {
    const other = kept + randomBelow(last - kept + 1);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

function placeOf(
  queue: readonly QueueEntry[],
  place: QueuePlace,
  currentId: string | null,
  field: string,
): string | null {
  if (place === undefined) return queue.at(-1)?.id ?? null;
  if (place === null) return null;
  if (place === 'current') return queue.some(({ id }) => id === currentId) ? currentId : null;
  if (queue.some(({ id }) => id === place)) return place;
  throw new QueueEditError('QUEUE_ITEM_NOT_FOUND', [notFound(`${field}.after`)]);
}

function requireEntries(queue: readonly QueueEntry[], itemIds: readonly string[], field: string): void {
  const known = new Set(queue.map(({ id }) => id));
  const missing = itemIds.flatMap((id, index) =>
    known.has(id) ? [] : [notFound(`${field}.itemIds.${index}`)],
  );
  if (missing.length > 0) throw new QueueEditError('QUEUE_ITEM_NOT_FOUND', missing);
}

function notFound(field: string): { field: string; message: string } {
  return { field, message: 'There is no such item in the queue' };
}

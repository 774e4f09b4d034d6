import { randomInt } from 'node:crypto';
import { isDuplicateKey } from '@downbeat/shared/mongo';
import { MongoServerError, type Document, type IndexDescription } from 'mongodb';

/** Holds each owner's slots apart: a limit that rows keep by themselves, with nothing to count or to heal. */
export const slotIndex: IndexDescription = {
  key: { ownerId: 1, slot: 1 },
  name: 'slot',
  unique: true,
  partialFilterExpression: { slot: { $exists: true } },
};

/** What {@link takenSlots} gives: the slot of each row, null for one from before there were any. */
export interface TakenSlots {
  slots: (number | null)[];
}

/** Reads an owner's slots as one small document, not as so many rows. */
export const takenSlots = (ownerId: string): Document[] => [
  { $match: { ownerId } },
  { $group: { _id: null, slots: { $push: { $ifNull: ['$slot', null] } } } },
];

export interface Slots {
  /** The slots of the owner's rows, by {@link takenSlots}. */
  readonly taken: () => Promise<TakenSlots | undefined>;
  /** Inserts the row with a slot. */
  readonly insert: (slot: number) => Promise<unknown>;
}

/**
 * Inserts a row of which an owner may have `most`: each takes one of as many slots, and {@link slotIndex} lets nobody
 * take one twice, however many try at once. A row without a slot makes one slot fewer.
 * @returns false when the owner has `most`
 */
export async function insertIntoSlot(most: number, { taken, insert }: Slots): Promise<boolean> {
  for (;;) {
    const free = freeSlots((await taken())?.slots ?? [], most);
    // Any of them, not the first: those who try at once seldom meet.
    const slot = free.length === 0 ? undefined : free[randomInt(free.length)];
    if (slot === undefined) return false;
    try {
      await insert(slot);
      return true;
    } catch (error) {
      // Somebody else has it now, so there is one less to try.
      if (!isSlotTaken(error)) throw error;
    }
  }
}

function freeSlots(taken: readonly (number | null)[], most: number): number[] {
  const known = new Set(taken);
  const usable = most - taken.filter((slot) => slot === null).length;
  return Array.from({ length: Math.max(usable, 0) }, (_, slot) => slot).filter((slot) => !known.has(slot));
}

function isSlotTaken(error: unknown): boolean {
  if (!(error instanceof MongoServerError) || !isDuplicateKey(error)) return false;
  const pattern: unknown = error['keyPattern'];
  return typeof pattern === 'object' && pattern !== null && 'slot' in pattern;
}

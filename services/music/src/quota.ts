import { randomInt } from 'node:crypto';
import { isDuplicateKey } from '@downbeat/shared/mongo';
import { MongoServerError, type Document, type IndexDescription } from 'mongodb';

/**
 * Keeps the slots of each owner distinct. The documents enforce the limit by themselves, so there is no counter that
 * could become wrong.
 */
export const slotIndex: IndexDescription = {
  key: { ownerId: 1, slot: 1 },
  name: 'slot',
  unique: true,
  partialFilterExpression: { slot: { $exists: true } },
};

/** The result of {@link takenSlots}: the slot of each document, null for one written before slots existed. */
export interface TakenSlots {
  slots: (number | null)[];
}

/** A pipeline that reads the slots of an owner as one small document. */
export const takenSlots = (ownerId: string): Document[] => [
  { $match: { ownerId } },
  { $group: { _id: null, slots: { $push: { $ifNull: ['$slot', null] } } } },
];

export interface QuotaOperations {
  /** The slots of the owner's documents, read with {@link takenSlots}. */
  readonly taken: () => Promise<TakenSlots | undefined>;
  /** Inserts the document with a slot. */
  readonly insert: (slot: number) => Promise<unknown>;
}

/**
 * Inserts a document of which an owner may have at most `max`. Each document takes one of `max` slots, and
 * {@link slotIndex} lets no slot be taken twice, even by parallel inserts. A document without a slot uses up one too.
 * @returns false when the owner has `max` documents
 */
export async function insertWithinQuota(max: number, { taken, insert }: QuotaOperations): Promise<boolean> {
  for (;;) {
    const free = freeSlots((await taken())?.slots ?? [], max);
    // A random free slot, so that parallel inserts rarely collide.
    const slot = free.length === 0 ? undefined : free[randomInt(free.length)];
    if (slot === undefined) return false;
    try {
      await insert(slot);
      return true;
    } catch (error) {
      // Another insert took this slot first. One fewer is free, so the loop ends.
      if (!isSlotTaken(error)) throw error;
    }
  }
}

function freeSlots(taken: readonly (number | null)[], max: number): number[] {
  const known = new Set(taken);
  const usable = max - taken.filter((slot) => slot === null).length;
  return Array.from({ length: Math.max(usable, 0) }, (_, slot) => slot).filter((slot) => !known.has(slot));
}

function isSlotTaken(error: unknown): boolean {
  if (!(error instanceof MongoServerError) || !isDuplicateKey(error)) return false;
  const pattern: unknown = error['keyPattern'];
  return typeof pattern === 'object' && pattern !== null && 'slot' in pattern;
}

import { randomInt } from 'node:crypto';
import { isDuplicateKey } from '@downbeat/shared/mongo';
import {
  MongoServerError,
  type Collection,
  type IndexDescription,
  type OptionalUnlessRequiredId,
} from 'mongodb';

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

/** A document that counts for its owner. */
interface OwnedDocument {
  _id: string;
  ownerId: string;
  /** Missing in documents of versions before this field. */
  slot?: number;
}

/**
 * Inserts a document of which an owner may have at most `max`. Each document takes one of `max` slots, and
 * {@link slotIndex} lets no slot be taken twice, even by parallel inserts. A document without a slot uses up one too.
 * @returns false when the owner has `max` documents
 */
export async function insertWithinQuota<T extends OwnedDocument>(
  collection: Collection<T>,
  document: T,
  max: number,
): Promise<boolean> {
  for (;;) {
    const free = freeSlots(await takenSlots(collection, document.ownerId), max);
    // A random free slot, so that parallel inserts rarely collide.
    const slot = free.length === 0 ? undefined : free[randomInt(free.length)];
    if (slot === undefined) return false;
    try {
      await collection.insertOne({ ...document, slot } as OptionalUnlessRequiredId<T>);
      return true;
    } catch (error) {
      // Another insert took this slot first. One fewer is free, so the loop ends.
      if (!isSlotTaken(error)) throw error;
    }
  }
}

/** The slot of each document of an owner, null for one without; read as one small document. */
async function takenSlots<T extends OwnedDocument>(
  collection: Collection<T>,
  ownerId: string,
): Promise<(number | null)[]> {
  const slots = { $push: { $ifNull: ['$slot', null] } };
  const pipeline = [{ $match: { ownerId } }, { $group: { _id: null, slots } }];
  const [found] = await collection.aggregate<{ slots: (number | null)[] }>(pipeline).toArray();
  return found?.slots ?? [];
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

import { randomInt } from 'node:crypto';
import type { ProblemFactory, ProblemError } from '@downbeat/shared/errors';
import type { CallerRole } from '@downbeat/shared/http';
import { isDuplicateKey } from '@downbeat/shared/mongo';
import {
  MongoServerError,
  type Collection,
  type IndexDescription,
  type OptionalUnlessRequiredId,
} from 'mongodb';
import type { Config } from './config.ts';

/** What one account may have. */
export interface Quotas {
  readonly tracks: number;
  /** Of the audio files and covers together. */
  readonly trackBytes: number;
  readonly playlists: number;
  /** In each playlist. */
  readonly playlistItems: number;
  /** Liked tracks. */
  readonly likes: number;
  /** Rated tracks. */
  readonly ratings: number;
  readonly followedArtists: number;
  /** Listening sessions that it has opened and that have not ended. */
  readonly sessions: number;
}

export type QuotasOf = (role: CallerRole) => Quotas;

export function createQuotas(config: Config): QuotasOf {
  const perAccount = {
    playlistItems: config.MAX_PLAYLIST_ITEMS,
    likes: config.MAX_LIKES,
    ratings: config.MAX_RATINGS,
    followedArtists: config.MAX_FOLLOWED_ARTISTS,
  };
  const common = { tracks: 0, trackBytes: 0, ...perAccount };
  const byRole: Readonly<Record<CallerRole, Quotas>> = {
    listener: { ...common, playlists: config.LISTENER_MAX_PLAYLISTS, sessions: config.LISTENER_MAX_SESSIONS },
    artist: {
      ...common,
      tracks: config.ARTIST_MAX_TRACKS,
      trackBytes: config.ARTIST_MAX_BYTES,
      playlists: config.ARTIST_MAX_PLAYLISTS,
      sessions: config.ARTIST_MAX_SESSIONS,
    },
    admin: { ...common, playlists: config.ADMIN_MAX_PLAYLISTS, sessions: config.ADMIN_MAX_SESSIONS },
    // Without an account.
    guest: {
      ...{ tracks: 0, trackBytes: 0, playlists: 0, playlistItems: 0 },
      ...{ likes: 0, ratings: 0, followedArtists: 0, sessions: 0 },
    },
  };
  return (role) => byRole[role];
}

const UNITS: Readonly<Record<keyof Quotas, string>> = {
  tracks: 'tracks',
  trackBytes: 'bytes for tracks and covers',
  playlists: 'playlists',
  playlistItems: 'items in this playlist',
  likes: 'liked tracks',
  ratings: 'rated tracks',
  followedArtists: 'followed artists',
  sessions: 'listening sessions',
};

/** The problem that a quota is used up, with its numbers in words and as data. */
export function quotaProblem(
  problem: ProblemFactory,
  name: keyof Quotas,
  { used, limit, needed = 1 }: { used: number; limit: number; needed?: number },
): ProblemError {
  const detail = `You have ${used} of ${limit} ${UNITS[name]}; this needs ${needed} more. Delete some to make room.`;
  return problem({ detail, quota: { name, used, limit } });
}

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
 * @returns null when the document is inserted; otherwise how many the owner has already
 */
export async function insertWithinQuota<T extends OwnedDocument>(
  collection: Collection<T>,
  document: T,
  max: number,
): Promise<number | null> {
  return writeWithinQuota(collection, { ownerId: document.ownerId, max }, async (slot) => {
    await collection.insertOne({ ...document, slot } as OptionalUnlessRequiredId<T>);
  });
}

/**
 * Lets `write` write a document of an owner, with a free slot.
 * @returns null when it is written; otherwise how many the owner has already
 */
export async function writeWithinQuota<T extends OwnedDocument>(
  collection: Collection<T>,
  { ownerId, max }: { ownerId: string; max: number },
  write: (slot: number) => Promise<void>,
): Promise<number | null> {
  for (;;) {
    const taken = await takenSlots(collection, ownerId);
    const free = freeSlots(taken, max);
    // A random free slot, so that parallel writes rarely collide.
    const slot = free.length === 0 ? undefined : free[randomInt(free.length)];
    if (slot === undefined) return taken.length;
    try {
      await write(slot);
      return null;
    } catch (error) {
      // Another write took this slot first. One fewer is free, so the loop ends.
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

/**
 * The free ones of the slots that may be used. Documents outside of these (without a slot, or from when the limit was
 * higher) leave fewer slots to use, so that all together are at most `max`.
 */
function freeSlots(taken: readonly (number | null)[], max: number): number[] {
  let usable = max;
  const outside = () => taken.filter((slot) => slot === null || slot >= usable).length;
  while (usable > 0 && usable + outside() > max) usable -= 1;
  const known = new Set(taken);
  return Array.from({ length: usable }, (_, slot) => slot).filter((slot) => !known.has(slot));
}

function isSlotTaken(error: unknown): boolean {
  if (!(error instanceof MongoServerError) || !isDuplicateKey(error)) return false;
  const pattern: unknown = error['keyPattern'];
  return typeof pattern === 'object' && pattern !== null && 'slot' in pattern;
}

import { randomUUID } from 'node:crypto';
import { newId } from '@downbeat/shared/ids';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db } from 'mongodb';

/** What an artist publishes within a window, until its followers are told. */
interface DigestDocument {
  _id: string;
  artistId: string;
  /** Of the account that uploads. */
  uploaderId: string;
  /** While it collects. Its first claim ends that, and the next track opens another digest. */
  isOpen?: true;
  /** The first moment at which one of the tracks became public. */
  since: string;
  /** The tracks, each of them in one digest. None in one that an earlier version has opened or changed: then `since` counts. */
  trackIds?: string[];
  /** By the clock of the database: when the followers are to be told, or the lease of who does so ends. */
  dueAt: Date;
  lease?: string;
  /** The last follow whose account was told. */
  lastFollowId?: string;
}

/** A digest that belongs to this worker. */
export type ClaimedDigest = DigestDocument & { lease: string };

export const releaseDigestIndexes: IndexDeclarations = {
  releaseDigests: [
    { key: { artistId: 1 }, name: 'open', unique: true, partialFilterExpression: { isOpen: true } },
    { key: { dueAt: 1 }, name: 'due' },
  ],
};

/** Of one digest; what an artist publishes beyond that within the window is in no mail. */
const MAX_TRACKS = 5000;

const fromNow = (ms: number) => ({ $add: ['$$NOW', ms] });

/** Which artists have published something that their followers do not know yet. */
export class ReleaseDigests {
  readonly #digests: Collection<DigestDocument>;
  readonly #windowMs: number;
  readonly #leaseMs: number;

  /** @param times how long a digest collects, and how long a claimed one belongs to its worker */
  constructor(db: Db, times: { windowMs: number; leaseMs: number }) {
    this.#digests = db.collection<DigestDocument>('releaseDigests');
    this.#windowMs = times.windowMs;
    this.#leaseMs = times.leaseMs;
  }

  /** A track of these artists became public. It joins the digest that collects, or opens one. */
  async note(
    {
      artistIds,
      uploaderId,
      releasedAt,
      trackId,
    }: { artistIds: readonly string[]; uploaderId: string; releasedAt: string; trackId: string },
    mongoSession: ClientSession,
  ): Promise<void> {
    // Earlier versions drop the field, and what they have added would be missing in a new list.
    const isComplete = { $or: [{ $eq: [{ $type: '$since' }, 'missing'] }, { $isArray: '$trackIds' }] };
    const all = { $setUnion: [{ $ifNull: ['$trackIds', []] }, [trackId]] };
    const trackIds = { $cond: [isComplete, { $slice: [all, MAX_TRACKS] }, '$$REMOVE'] };
    for (const artistId of artistIds) {
      const opened = {
        _id: { $ifNull: ['$_id', newId()] },
        artistId,
        uploaderId,
        isOpen: true,
        since: { $min: ['$since', releasedAt] },
        trackIds,
        dueAt: { $ifNull: ['$dueAt', fromNow(this.#windowMs)] },
      };
      const options = { session: mongoSession, upsert: true };
      await this.#digests.updateOne({ artistId, isOpen: true }, [{ $replaceWith: opened }], options);
    }
  }

  /** The digest that has been due longest; null when none is due. That of a killed worker is due again when its lease ends. */
  async claimNext(): Promise<ClaimedDigest | null> {
    const lease = randomUUID();
    const claim = { isOpen: '$$REMOVE', lease, dueAt: fromNow(this.#leaseMs) };
    const due = { $expr: { $lte: ['$dueAt', '$$NOW'] } };
    const options = { sort: { dueAt: 1 }, returnDocument: 'after' } as const;
    const found = await this.#digests.findOneAndUpdate(due, [{ $set: claim }], options);
    return found && { ...found, lease };
  }

  /** After the followers up to this follow were told; false when another worker has claimed the digest. */
  async move(
    { _id, lease }: ClaimedDigest,
    lastFollowId: string,
    mongoSession: ClientSession,
  ): Promise<boolean> {
    const change = [{ $set: { lastFollowId, dueAt: fromNow(this.#leaseMs) } }];
    const { matchedCount } = await this.#digests.updateOne({ _id, lease }, change, { session: mongoSession });
    return matchedCount === 1;
  }

  /** Makes it due at once, for another worker. */
  async release({ _id, lease }: ClaimedDigest): Promise<void> {
    await this.#digests.updateOne({ _id, lease }, [{ $set: { dueAt: '$$NOW' } }]);
  }

  async finish({ _id, lease }: ClaimedDigest): Promise<void> {
    await this.#digests.deleteOne({ _id, lease });
  }
}

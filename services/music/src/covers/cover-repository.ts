import type { ClientSession, Collection, Db, Filter } from 'mongodb';
import type { AnalysisState } from '../generated/schemas.gen.ts';
import { type TrackJob, TrackJobs } from '../jobs/track-jobs.ts';
import { CatalogueWriter } from '../tracks/catalogue-writer.ts';
import type { TrackDocument, TrackFile } from '../tracks/repository.ts';
import type { CoverFile } from '../tracks/track-covers.ts';

const index = { 'coverSizes.state': 1, 'coverSizes.dueAt': 1 } as const;
/** The index has no others. */
const covered = { 'cover.key': { $exists: true } } as const;

interface CoverResult {
  placeholder: string;
  files: CoverFile[];
}

/** The smaller copies of all covers, which are also the queue of those to be made. */
export class CoverRepository {
  readonly #tracks: Collection<TrackDocument>;
  readonly #catalogue: CatalogueWriter;
  readonly jobs: TrackJobs;

  /** @param leaseMs how long a claimed track belongs to its worker */
  constructor(db: Db, leaseMs: number) {
    this.#tracks = db.collection<TrackDocument>('tracks');
    this.#catalogue = new CatalogueWriter(db);
    this.jobs = new TrackJobs(db, 'coverSizes', leaseMs);
  }

  /** Claims the track that has been due longest. */
  async claimNext(): Promise<TrackJob | null> {
    return this.jobs.claim([{ filter: { ...covered, ...this.jobs.due }, index }]);
  }

  /** Claims a track of a version before this. */
  async claimOlder(): Promise<TrackJob | null> {
    return this.jobs.claim([{ filter: { ...covered, 'coverSizes.state': { $exists: false } }, index }]);
  }

  /**
   * Keeps the copies of `cover`, also in the album that shows it. Returns the keys of those that they replace; null when the
   * job was no longer this worker's or the track has another cover, and nothing is kept.
   */
  async finish(
    job: TrackJob,
    cover: TrackFile,
    { placeholder, files }: CoverResult,
    mongoSession: ClientSession,
  ): Promise<string[] | null> {
    const { attempts } = job;
    const done = { state: 'done', dueAt: '$$NOW', attempts, of: cover.sha256, placeholder, files };
    const stored = await this.#tracks.findOneAndUpdate(
      { ...this.jobs.held(job), 'cover.key': cover.key },
      [{ $unset: 'coverSizes' }, { $set: { coverSizes: done } }],
      { session: mongoSession, projection: { coverSizes: 1, albumId: 1 } },
    );
    if (stored === null) return null;
    if (stored.albumId) await this.#catalogue.refreshAlbum(stored.albumId, mongoSession);
    return (stored.coverSizes?.files ?? []).map(({ key }) => key);
  }

  /** Ends it without a result. What an earlier job has made stays. */
  async fail(job: TrackJob, reason: string): Promise<void> {
    const failed = { state: 'failed', dueAt: '$$NOW', attempts: job.attempts, reason };
    await this.#tracks.updateOne(this.jobs.held(job), [
      { $set: { coverSizes: failed } },
      { $unset: 'coverSizes.lease' },
    ]);
  }

  /** Makes those of another cover than the present one pending. Returns whether they were. */
  async makeOfNewCover(trackId: string): Promise<boolean> {
    const filter = { _id: trackId, ...covered, 'coverSizes.state': 'done' } as const;
    const isOther = { $expr: { $ne: ['$coverSizes.of', '$cover.sha256'] } };
    const pending = { state: 'pending', dueAt: '$$NOW', attempts: 0 };
    const queued = await this.#tracks.updateOne({ ...filter, ...isOther }, [
      { $set: { coverSizes: pending } },
    ]);
    return queued.matchedCount === 1;
  }

  /** Makes those that failed pending again. */
  async runAgain(trackId: string): Promise<void> {
    await this.jobs.runAgain(trackId, ['failed']);
  }

  /** Tracks whose copies are in this state, counted up to `max`. Those of versions before this are pending. */
  async count(state: AnalysisState, max: number): Promise<number> {
    const states = (state === 'pending' ? [state, null] : [state]) as AnalysisState[];
    const filter: Filter<TrackDocument> = { ...covered, 'coverSizes.state': { $in: states } };
    return this.#tracks.countDocuments(filter, { limit: max, hint: 'coverSizes' });
  }
}

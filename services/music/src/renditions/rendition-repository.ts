import type { ClientSession, Collection, Db, Filter } from 'mongodb';
import { type TrackJob, TrackJobs } from '../jobs/track-jobs.ts';
import type { AnalysisState } from '../generated/schemas.gen.ts';
import type { TrackDocument } from '../tracks/repository.ts';
import type { OriginalFormat, RenditionFile } from '../tracks/track-renditions.ts';

/** A file that cannot be decoded gets none. */
const analysed = { 'analysis.state': 'done' } as const;
const index = { 'analysis.state': 1, 'renditions.state': 1, 'renditions.dueAt': 1 } as const;

/** The renditions of all tracks, which are also the queue of those to be made. */
export class RenditionRepository {
  readonly #tracks: Collection<TrackDocument>;
  readonly jobs: TrackJobs;

  /** @param leaseMs how long a claimed track belongs to its worker */
  constructor(db: Db, leaseMs: number) {
    this.#tracks = db.collection<TrackDocument>('tracks');
    this.jobs = new TrackJobs(db, 'renditions', leaseMs);
  }

  /** Claims the track that has been due longest, and when none is, one of a version before renditions. */
  async claimNext(): Promise<TrackJob | null> {
    return this.jobs.claim([
      { filter: { ...analysed, ...this.jobs.due }, index },
      { filter: { ...analysed, 'renditions.state': { $exists: false } }, index },
    ]);
  }

  /** Returns the keys of the files that these replace; null when the job was no longer this worker's, and nothing is kept. */
  async finish(
    job: TrackJob,
    { original, files }: { original: OriginalFormat; files: RenditionFile[] },
    mongoSession: ClientSession,
  ): Promise<string[] | null> {
    const done = { state: 'done', dueAt: '$$NOW', attempts: job.attempts, original, files };
    const former = await this.#tracks.findOneAndUpdate(
      this.jobs.held(job),
      [{ $unset: 'renditions' }, { $set: { renditions: done } }],
      { session: mongoSession, projection: { 'renditions.files.key': 1 } },
    );
    return former && (former.renditions?.files ?? []).map(({ key }) => key);
  }

  /** Ends it without a new rendition. Of a job that was to make a lost one the others stay. */
  async fail(job: TrackJob, reason: string): Promise<void> {
    const failed = { state: 'failed', dueAt: '$$NOW', attempts: job.attempts, reason };
    await this.#tracks.updateOne(this.jobs.held(job), [
      { $set: { renditions: failed } },
      { $unset: 'renditions.lease' },
    ]);
  }

  /** Makes those that failed pending again. */
  async runAgain(trackId: string): Promise<void> {
    await this.jobs.runAgain(trackId, ['failed']);
  }

  /** Tracks whose renditions are in this state, counted up to `max`. Those of versions before renditions are pending. */
  async count(state: AnalysisState, max: number): Promise<number> {
    const states = (state === 'pending' ? [state, null] : [state]) as AnalysisState[];
    const filter: Filter<TrackDocument> = { ...analysed, 'renditions.state': { $in: states } };
    return this.#tracks.countDocuments(filter, { limit: max, hint: 'renditions' });
  }
}

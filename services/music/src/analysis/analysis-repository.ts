import type { IndexDeclarations } from '@downbeat/shared/mongo';
import { Binary, type ClientSession, type Collection, type Db, type Filter } from 'mongodb';
import type { AnalysisState } from '../generated/schemas.gen.ts';
import type { TrackDocument } from '../tracks/repository.ts';
import type { AnalysisFacts } from '../tracks/track-analysis.ts';
import { renditionsDue } from '../tracks/track-renditions.ts';
import { type TrackJob, TrackJobs } from '../jobs/track-jobs.ts';

interface WaveformDocument {
  _id: string;
  peaks: Binary;
}

export const analysisIndexes: IndexDeclarations = { waveforms: [] };

const index = { 'analysis.state': 1, 'analysis.dueAt': 1 } as const;

/** The analyses of all tracks, which are also the queue of those to be made. */
export class AnalysisRepository {
  readonly #tracks: Collection<TrackDocument>;
  readonly #waveforms: Collection<WaveformDocument>;
  readonly jobs: TrackJobs;

  /** @param leaseMs how long a claimed track belongs to its worker */
  constructor(db: Db, leaseMs: number) {
    this.#tracks = db.collection<TrackDocument>('tracks');
    this.#waveforms = db.collection<WaveformDocument>('waveforms');
    this.jobs = new TrackJobs(db, 'analysis', leaseMs);
  }

  /** Claims the track that has been due longest, and when none is, one of a version before analyses. */
  async claimNext(): Promise<TrackJob | null> {
    return this.jobs.claim([
      { filter: this.jobs.due, index },
      { filter: { 'analysis.state': { $exists: false } }, index },
    ]);
  }

  /** Returns whether the job was still this worker's; otherwise nothing is kept. Renditions are due then, unless there are some. */
  async finish(
    job: TrackJob,
    { facts, waveform }: { facts: AnalysisFacts; waveform: Uint8Array },
    mongoSession: ClientSession,
  ): Promise<boolean> {
    const done = { facts, state: 'done', dueAt: '$$NOW', analysedAt: '$$NOW', attempts: job.attempts };
    const renditions = { $ifNull: ['$renditions', renditionsDue] };
    const session = { session: mongoSession };
    const kept = await this.#tracks.updateOne(
      this.jobs.held(job),
      [
        { $set: { durationMs: facts.durationMs, renditions } },
        { $unset: 'analysis' },
        { $set: { analysis: done } },
      ],
      session,
    );
    if (kept.matchedCount === 0) return false;
    const peaks = new Binary(waveform);
    await this.#waveforms.replaceOne({ _id: job.trackId }, { peaks }, { ...session, upsert: true });
    return true;
  }

  /** Ends it without a result. What an earlier analysis found is gone, but the duration stays. */
  async fail(job: TrackJob, reason: string): Promise<void> {
    const failed = { state: 'failed', dueAt: '$$NOW', analysedAt: '$$NOW', attempts: job.attempts, reason };
    await this.#tracks.updateOne(this.jobs.held(job), [
      { $unset: 'analysis' },
      { $set: { analysis: failed } },
    ]);
  }

  /** Makes a finished analysis pending again; its results stay until there are new ones. Nothing changes while it is pending. */
  async runAgain(trackId: string): Promise<void> {
    await this.jobs.runAgain(trackId, ['done', 'failed']);
  }

  async waveformOf(trackId: string): Promise<Uint8Array | null> {
    const found = await this.#waveforms.findOne({ _id: trackId });
    return found?.peaks.buffer ?? null;
  }

  async removeTrack(trackId: string, mongoSession: ClientSession): Promise<void> {
    await this.#waveforms.deleteOne({ _id: trackId }, { session: mongoSession });
  }

  /** How many are in this state, counted up to `max`. Those of versions before analyses are pending. */
  async count(state: AnalysisState, max: number): Promise<number> {
    const states = state === 'pending' ? [state, null] : [state];
    const filter: Filter<TrackDocument> = { 'analysis.state': { $in: states as AnalysisState[] } };
    return this.#tracks.countDocuments(filter, { limit: max, hint: 'analysis' });
  }
}

import { randomUUID } from 'node:crypto';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import { Binary, type ClientSession, type Collection, type Db, type Filter } from 'mongodb';
import type { AudioContentType, AnalysisState } from '../generated/schemas.gen.ts';
import type { TrackDocument } from '../tracks/repository.ts';
import type { AnalysisFacts } from '../tracks/track-analysis.ts';

interface WaveformDocument {
  _id: string;
  peaks: Binary;
}

/** A track that a worker has claimed. */
export interface AnalysisJob {
  trackId: string;
  key: string;
  bytes: number;
  contentType: AudioContentType;
  lease: string;
  attempts: number;
}

export const analysisIndexes: IndexDeclarations = { waveforms: [] };

const fromNow = (ms: number) => ({ $add: ['$$NOW', ms] });
const isDue = { $expr: { $lte: ['$analysis.dueAt', '$$NOW'] } };
const held = ({ trackId, lease }: AnalysisJob): Filter<TrackDocument> => ({
  _id: trackId,
  'analysis.lease': lease,
});
const options = {
  sort: { 'analysis.state': 1, 'analysis.dueAt': 1 },
  hint: { 'analysis.state': 1, 'analysis.dueAt': 1 },
  returnDocument: 'after',
  projection: { audio: 1, contentType: 1, analysis: 1 },
} as const;

/** The analyses of all tracks, which are also the queue of those to be made. */
export class AnalysisRepository {
  readonly #tracks: Collection<TrackDocument>;
  readonly #waveforms: Collection<WaveformDocument>;
  readonly #leaseMs: number;

  /** @param leaseMs how long a claimed track belongs to its worker */
  constructor(db: Db, leaseMs: number) {
    this.#tracks = db.collection<TrackDocument>('tracks');
    this.#waveforms = db.collection<WaveformDocument>('waveforms');
    this.#leaseMs = leaseMs;
  }

  /**
   * Claims the track that has been due longest, and when none is, one of a version before analyses. Each goes to one worker;
   * that of a worker that died is due again when its lease ends.
   */
  async claimNext(): Promise<AnalysisJob | null> {
    const lease = randomUUID();
    const claim = {
      state: 'pending',
      dueAt: fromNow(this.#leaseMs),
      lease,
      attempts: { $add: [{ $ifNull: ['$analysis.attempts', 0] }, 1] },
    };
    const update = [{ $set: { analysis: claim } }];
    const waiting: Filter<TrackDocument> = { 'analysis.state': 'pending', ...isDue };
    const found =
      (await this.#tracks.findOneAndUpdate(waiting, update, options)) ??
      (await this.#tracks.findOneAndUpdate({ 'analysis.state': { $exists: false } }, update, options));
    if (found === null) return null;
    const { _id: trackId, audio, contentType, analysis } = found;
    return { trackId, ...audio, contentType, lease, attempts: analysis?.attempts ?? 1 };
  }

  /** False when the job is no longer this worker's, or its track is deleted. */
  async renewLease(job: AnalysisJob): Promise<boolean> {
    const renewed = await this.#tracks.updateOne(held(job), [
      { $set: { 'analysis.dueAt': fromNow(this.#leaseMs) } },
    ]);
    return renewed.matchedCount === 1;
  }

  /** Returns whether the job was still this worker's; otherwise nothing is kept. */
  async finish(
    job: AnalysisJob,
    { facts, waveform }: { facts: AnalysisFacts; waveform: Uint8Array },
    mongoSession: ClientSession,
  ): Promise<boolean> {
    const done = { facts, state: 'done', dueAt: '$$NOW', analysedAt: '$$NOW', attempts: job.attempts };
    const session = { session: mongoSession };
    const kept = await this.#tracks.updateOne(
      held(job),
      [{ $set: { durationMs: facts.durationMs } }, { $unset: 'analysis' }, { $set: { analysis: done } }],
      session,
    );
    if (kept.matchedCount === 0) return false;
    const peaks = new Binary(waveform);
    await this.#waveforms.replaceOne({ _id: job.trackId }, { peaks }, { ...session, upsert: true });
    return true;
  }

  /** Makes it due again after `delayMs`. */
  async retry(job: AnalysisJob, delayMs: number): Promise<void> {
    await this.#tracks.updateOne(held(job), [
      { $set: { 'analysis.dueAt': fromNow(delayMs) } },
      { $unset: 'analysis.lease' },
    ]);
  }

  /** A job that was stopped in order does not count as an attempt. */
  async release(job: AnalysisJob): Promise<void> {
    await this.#tracks.updateOne(held(job), [
      { $set: { 'analysis.dueAt': '$$NOW', 'analysis.attempts': job.attempts - 1 } },
      { $unset: 'analysis.lease' },
    ]);
  }

  /** Ends it without a result. What an earlier analysis found is gone, but the duration stays. */
  async fail(job: AnalysisJob, reason: string): Promise<void> {
    const failed = { state: 'failed', dueAt: '$$NOW', analysedAt: '$$NOW', attempts: job.attempts, reason };
    await this.#tracks.updateOne(held(job), [{ $unset: 'analysis' }, { $set: { analysis: failed } }]);
  }

  /** Makes a finished analysis pending again; its results stay until there are new ones. Nothing changes while it is pending. */
  async runAgain(trackId: string): Promise<void> {
    await this.#tracks.updateOne({ _id: trackId, 'analysis.state': { $in: ['done', 'failed'] } }, [
      { $set: { 'analysis.state': 'pending', 'analysis.dueAt': '$$NOW', 'analysis.attempts': 0 } },
      { $unset: ['analysis.reason', 'analysis.lease'] },
    ]);
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
    const filter = { 'analysis.state': { $in: states as AnalysisState[] } };
    return this.#tracks.countDocuments(filter, { limit: max, hint: 'analysis' });
  }
}

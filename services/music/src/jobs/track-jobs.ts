import { randomUUID } from 'node:crypto';
import type { Collection, Db, Filter } from 'mongodb';
import type { AnalysisState, AudioContentType } from '../generated/schemas.gen.ts';
import type { TrackDocument, TrackFile } from '../tracks/repository.ts';
import type { AnalysisFacts } from '../tracks/track-analysis.ts';

/** The work on one track, claimed by one worker. */
export interface TrackJob {
  trackId: string;
  key: string;
  bytes: number;
  contentType: AudioContentType;
  cover: TrackFile | null;
  /** Of its last analysis. */
  facts: AnalysisFacts | null;
  lease: string;
  attempts: number;
}

/** Where the document has it. */
type JobField = 'analysis' | 'renditions' | 'coverSizes';

interface Waiting {
  filter: Filter<TrackDocument>;
  /** An index, in whose order the tracks are claimed. */
  index: Record<string, 1>;
}

/** A file that is lost soon after it was made is not made again before this, so that a storage that loses each costs little. */
const MADE_AGAIN_AFTER_MS = 10 * 60 * 1000;

const fromNow = (ms: number) => ({ $add: ['$$NOW', ms] });

/** The queue of one kind of job, which is in the documents of the tracks. */
export class TrackJobs {
  readonly #tracks: Collection<TrackDocument>;
  readonly #field: JobField;
  readonly #leaseMs: number;

  /** @param leaseMs how long a claimed track belongs to its worker */
  constructor(db: Db, field: JobField, leaseMs: number) {
    this.#tracks = db.collection<TrackDocument>('tracks');
    this.#field = field;
    this.#leaseMs = leaseMs;
  }

  /** A filter for tracks whose job is pending and due. */
  get due(): Filter<TrackDocument> {
    return {
      [`${this.#field}.state`]: 'pending',
      $expr: { $lte: [`$${this.#field}.dueAt`, '$$NOW'] },
    };
  }

  /** A filter for the track of a job that still belongs to its worker. */
  held({ trackId, lease }: TrackJob): Filter<TrackDocument> {
    return { _id: trackId, [`${this.#field}.lease`]: lease };
  }

  /**
   * Claims the first track in the first of these lists that has one. Each goes to one worker; that of a worker that died is
   * due again when its lease ends.
   */
  async claim(lists: readonly Waiting[]): Promise<TrackJob | null> {
    const lease = randomUUID();
    const nextAttempt = { $add: [{ $ifNull: [`$${this.#field}.attempts`, 0] }, 1] };
    const claim = { state: 'pending', dueAt: fromNow(this.#leaseMs), lease, attempts: nextAttempt };
    for (const { filter, index } of lists) {
      const found = await this.#tracks.findOneAndUpdate(filter, [{ $set: { [this.#field]: claim } }], {
        sort: index,
        hint: index,
        returnDocument: 'after',
        projection: { audio: 1, contentType: 1, cover: 1, analysis: 1, [this.#field]: 1 },
      });
      if (found === null) continue;
      const { _id: trackId, audio, contentType, cover, analysis } = found;
      const facts = analysis?.facts ?? null;
      const attempts = found[this.#field]?.attempts ?? 1;
      return { trackId, ...audio, contentType, cover, facts, lease, attempts };
    }
    return null;
  }

  /** False when the job is no longer this worker's, or its track is deleted. */
  async renewLease(job: TrackJob): Promise<boolean> {
    const renewed = await this.#tracks.updateOne(this.held(job), [
      { $set: { [`${this.#field}.dueAt`]: fromNow(this.#leaseMs) } },
    ]);
    return renewed.matchedCount === 1;
  }

  /** Makes it due again after `delayMs`. */
  async retry(job: TrackJob, delayMs: number): Promise<void> {
    await this.#tracks.updateOne(this.held(job), [
      { $set: { [`${this.#field}.dueAt`]: fromNow(delayMs) } },
      { $unset: `${this.#field}.lease` },
    ]);
  }

  /** Makes it due again after `delayMs`. What is no fault of the file does not count as an attempt. */
  async release(job: TrackJob, delayMs = 0): Promise<void> {
    await this.#tracks.updateOne(this.held(job), [
      { $set: { [`${this.#field}.dueAt`]: fromNow(delayMs), [`${this.#field}.attempts`]: job.attempts - 1 } },
      { $unset: `${this.#field}.lease` },
    ]);
  }

  /**
   * Makes it pending again when it is done and has this file, which storage has lost; the others stay. Returns whether it was
   * so, and was not done a few minutes ago.
   */
  async makeAgain(trackId: string, key: string): Promise<boolean> {
    const filter = {
      _id: trackId,
      [`${this.#field}.state`]: 'done',
      [`${this.#field}.files.key`]: key,
      $expr: { $lt: [`$${this.#field}.dueAt`, fromNow(-MADE_AGAIN_AFTER_MS)] },
    } as Filter<TrackDocument>;
    const others = { $filter: { input: `$${this.#field}.files`, cond: { $ne: ['$$this.key', key] } } };
    const pending = { state: 'pending', dueAt: '$$NOW', attempts: 0, files: others };
    const queued = await this.#tracks.updateOne(filter, [{ $set: { [this.#field]: pending } }]);
    return queued.matchedCount === 1;
  }

  /** Makes it pending again, if it is in one of these states. */
  async runAgain(trackId: string, states: readonly AnalysisState[]): Promise<void> {
    const filter = { _id: trackId, [`${this.#field}.state`]: { $in: states } } as Filter<TrackDocument>;
    const pending = { state: 'pending', dueAt: '$$NOW', attempts: 0 };
    await this.#tracks.updateOne(filter, [
      { $set: { [this.#field]: pending } },
      { $unset: [`${this.#field}.reason`, `${this.#field}.lease`] },
    ]);
  }
}

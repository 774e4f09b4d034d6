import { randomUUID } from 'node:crypto';
import type { ClientSession, Collection, Db, Document } from 'mongodb';
import type { Listen } from './listen-brainz-api.ts';
import { UNUSED_DAYS, type PaceDocument, type ScrobblerDocument } from './scrobble-records.ts';
import { additionOf } from './waiting-listens.ts';

const FIRST_RETRY_MS = 10_000;
/** Each later retry waits so many times as long, up to the last. */
const RETRY_FACTOR = 3;
const LAST_RETRY_MS = 3_600_000;
const PACE = 'calls';

/** An account whose plays this worker submits. */
export type ClaimedScrobbler = ScrobblerDocument & { lease: string };

const DAY_MS = 86_400_000;

const fromNow = (ms: number) => ({ $add: ['$$NOW', ms] });
const used = { expiresAt: fromNow(UNUSED_DAYS * DAY_MS) };

/** The accounts that are connected to ListenBrainz. */
export class ScrobblerRepository {
  readonly #scrobblers: Collection<ScrobblerDocument>;
  readonly #pace: Collection<PaceDocument>;
  readonly #leaseMs: number;

  /** @param leaseMs how long a claimed account belongs to its worker */
  constructor(db: Db, leaseMs: number) {
    this.#scrobblers = db.collection<ScrobblerDocument>('scrobblers');
    this.#pace = db.collection<PaceDocument>('scrobblePace');
    this.#leaseMs = leaseMs;
  }

  find(userId: string): Promise<ScrobblerDocument | null> {
    return this.#scrobblers.findOne({ _id: userId });
  }

  /** Also with another token than before. What waits is due at once; a worker that has the old token loses its lease. */
  async connect(userId: string, { userName, token }: { userName: string; token: string }): Promise<void> {
    const connected = {
      // Literals, because values may begin with a dollar sign.
      ...{ userName: { $literal: userName }, token: { $literal: token } },
      ...{ connectedAt: '$$NOW', dueAt: '$$NOW', ...used },
    };
    await this.#scrobblers.updateOne(
      { _id: userId },
      [{ $set: connected }, { $unset: ['refusedAt', 'lease', 'attempts'] }],
      { upsert: true },
    );
  }

  async disconnect(userId: string, mongoSession: ClientSession): Promise<void> {
    await this.#scrobblers.deleteOne({ _id: userId }, { session: mongoSession });
  }

  /** False when the account is not connected. */
  async setPlayingNow(userId: string, listen: Listen, forMs: number): Promise<boolean> {
    const playingNow = { listen: { $literal: listen }, until: fromNow(forMs) };
    const filter = { _id: userId, refusedAt: { $exists: false } };
    const { matchedCount } = await this.#scrobblers.updateOne(filter, [
      { $set: { playingNow, ...additionOf } },
    ]);
    return matchedCount === 1;
  }

  /** The account that has been due longest; null when none is. That of a killed worker is due again when its lease ends. */
  async claimNext(): Promise<ClaimedScrobbler | null> {
    const lease = randomUUID();
    const due = { dueAt: { $type: 'date' as const }, $expr: { $lte: ['$dueAt', '$$NOW'] } };
    const options = { sort: { dueAt: 1 }, returnDocument: 'after' } as const;
    const claim = [{ $set: { lease, dueAt: fromNow(this.#leaseMs) } }];
    const found = await this.#scrobblers.findOneAndUpdate(due, claim, options);
    return found && { ...found, lease };
  }

  /** The account as it is now, for another while; null when it belongs to this worker no longer. */
  async renew(job: ClaimedScrobbler): Promise<ClaimedScrobbler | null> {
    const options = { returnDocument: 'after' } as const;
    const renewal = [{ $set: { dueAt: fromNow(this.#leaseMs) } }];
    const found = await this.#scrobblers.findOneAndUpdate(held(job), renewal, options);
    return found && { ...found, lease: job.lease };
  }

  /** Something was submitted. */
  async submitted(job: ClaimedScrobbler): Promise<void> {
    const submission = { submittedAt: '$$NOW', ...used };
    await this.#scrobblers.updateOne(held(job), [{ $set: submission }, { $unset: 'attempts' }]);
  }

  /** Takes what plays now off the queue; null when it plays no longer. */
  async takePlayingNow(job: ClaimedScrobbler): Promise<Listen | null> {
    const isFresh = { $gt: ['$playingNow.until', '$$NOW'] };
    const found = await this.#scrobblers.findOneAndUpdate(
      { ...held(job), $expr: isFresh },
      { $unset: { playingNow: '' } },
    );
    if (found === null) await this.#scrobblers.updateOne(held(job), { $unset: { playingNow: '' } });
    return found?.playingNow?.listen ?? null;
  }

  /** Nothing plays any more; what was told already stays told. */
  async clearPlayingNow(userId: string): Promise<void> {
    await this.#scrobblers.updateOne({ _id: userId }, { $unset: { playingNow: '' } });
  }

  /** Nothing waits any more; due again at once when something was added since `renew`. */
  async finish(job: ClaimedScrobbler): Promise<void> {
    const isSame = { $eq: [{ $ifNull: ['$additions', 0] }, job.additions ?? 0] };
    await this.#end(job, { dueAt: { $cond: [isSame, '$$REMOVE', '$$NOW'] } });
  }

  /** Due again after a pause that is no failure. */
  async postpone(job: ClaimedScrobbler, delayMs = 0): Promise<void> {
    await this.#end(job, { dueAt: fromNow(delayMs) });
  }

  /** Due again later; each time later than before. */
  async retry(job: ClaimedScrobbler): Promise<void> {
    const attempts = (job.attempts ?? 0) + 1;
    const backoffMs = Math.min(FIRST_RETRY_MS * RETRY_FACTOR ** (attempts - 1), LAST_RETRY_MS);
    await this.#end(job, { attempts, dueAt: fromNow(backoffMs) });
  }

  /** ListenBrainz knows the token no more. */
  async refuse(job: ClaimedScrobbler): Promise<void> {
    await this.#end(job, { refusedAt: '$$NOW', dueAt: '$$REMOVE', playingNow: '$$REMOVE' });
  }

  async #end(job: ClaimedScrobbler, change: Document): Promise<void> {
    await this.#scrobblers.updateOne(held(job), [{ $set: change }, { $unset: 'lease' }]);
  }

  /**
   * Reserves the next call for the caller, for all instances together.
   * @returns how long to wait for it; more than `maxWaitMs` when it is not reserved
   */
  async takeTurn(intervalMs: number, maxWaitMs: number): Promise<number> {
    const start = { $max: ['$nextAt', '$$NOW'] };
    const isSoon = { $lte: [start, fromNow(maxWaitMs)] };
    const nextAt = { $cond: [isSoon, { $add: [start, intervalMs] }, '$nextAt'] };
    const options = { upsert: true, returnDocument: 'after' } as const;
    const waitMs = { $subtract: [start, '$$NOW'] };
    const found = await this.#pace.findOneAndUpdate(
      { _id: PACE },
      [{ $set: { waitMs } }, { $set: { nextAt } }],
      options,
    );
    return (found as unknown as { waitMs: number }).waitMs;
  }

  /** No call is made by any instance for this time. */
  async pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    const nextAt = { $max: ['$nextAt', fromNow(ms)] };
    await this.#pace.updateOne({ _id: PACE }, [{ $set: { nextAt } }], { upsert: true });
  }
}

const held = ({ _id, lease }: ClaimedScrobbler) => ({ _id, lease });

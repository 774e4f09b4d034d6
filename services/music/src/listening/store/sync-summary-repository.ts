import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Collection, Db } from 'mongodb';
import { limits } from '../model/limits.ts';
import type { SyncTotals } from './sync-store.ts';

const COLLECTION = 'syncSummaries';
const DAY_SECONDS = 86_400;

export const syncSummaryIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { endedAt: 1 }, name: 'ttl', expireAfterSeconds: limits.syncSummaryDays * DAY_SECONDS },
  ],
};

/** What is kept of a session that has ended. */
export interface SyncSummary extends SyncTotals {
  readonly ownerId: string;
  readonly endedAt: Date;
}

type Row = SyncSummary & { readonly _id: string };

/** How well sessions that have ended kept step, for some days. */
export class SyncSummaryRepository {
  readonly #rows: Collection<Row>;

  constructor(db: Db) {
    this.#rows = db.collection<Row>(COLLECTION);
  }

  /** Replaces the one of an end that has failed. */
  async keep(sessionId: string, ownerId: string, totals: SyncTotals): Promise<void> {
    const summary = { $literal: { ...totals, ownerId } };
    const update = [{ $replaceWith: { $mergeObjects: ['$$ROOT', summary, { endedAt: '$$NOW' }] } }];
    await this.#rows.updateOne({ _id: sessionId }, update, { upsert: true });
  }

  /** For the user who owned the session at its end; null for others. */
  async find(sessionId: string, ownerId: string): Promise<SyncSummary | null> {
    return this.#rows.findOne({ _id: sessionId, ownerId }, { projection: { _id: 0 } });
  }
}

import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db } from 'mongodb';
import type { LyricsLine } from '../audio/lyrics-text.ts';

/** The lyrics of one track. */
interface LyricsDocument {
  /** The id of the track. */
  _id: string;
  source: 'file' | 'artist';
  /** Never empty. */
  lines: readonly LyricsLine[];
  updatedAt: Date;
}

export const lyricsIndexes: IndexDeclarations = { lyrics: [] };

/** Lyrics in MongoDB, apart from the tracks: lists read those without them. */
export class LyricsRepository {
  readonly #lyrics: Collection<LyricsDocument>;

  constructor(db: Db) {
    this.#lyrics = db.collection<LyricsDocument>('lyrics');
  }

  find(trackId: string): Promise<LyricsDocument | null> {
    return this.#lyrics.findOne({ _id: trackId });
  }

  async set(
    trackId: string,
    lyrics: Pick<LyricsDocument, 'source' | 'lines'>,
    mongoSession: ClientSession,
  ): Promise<void> {
    const update = { $set: lyrics, $currentDate: { updatedAt: true } } as const;
    await this.#lyrics.updateOne({ _id: trackId }, update, { upsert: true, session: mongoSession });
  }

  async remove(trackId: string, mongoSession?: ClientSession): Promise<void> {
    await this.#lyrics.deleteOne({ _id: trackId }, mongoSession && { session: mongoSession });
  }
}

import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Collection, Db } from 'mongodb';

const COLLECTION = 'nowPlaying';

export const nowPlayingIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { endsAt: 1 }, name: 'expiry', expireAfterSeconds: 0 }],
};

/** What an account plays now. */
export interface PlayingNow {
  /** Of the account. */
  _id: string;
  trackId: string;
  startedAt: Date;
  /** When the track ends, if it is neither paused nor replaced; from then on nothing plays. */
  endsAt: Date;
  /** The device, as it names itself. */
  device: string | null;
}

/** What all accounts play now, one document for each; the last device wins. */
export class NowPlayingRepository {
  readonly #playing: Collection<PlayingNow>;

  constructor(db: Db) {
    this.#playing = db.collection<PlayingNow>(COLLECTION);
  }

  find(userId: string, at: Date): Promise<PlayingNow | null> {
    return this.#playing.findOne({ _id: userId, endsAt: { $gt: at } });
  }

  async set({ _id, ...playing }: PlayingNow): Promise<void> {
    await this.#playing.replaceOne({ _id }, playing, { upsert: true });
  }

  async remove(userId: string): Promise<void> {
    await this.#playing.deleteOne({ _id: userId });
  }
}

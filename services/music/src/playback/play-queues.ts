import { errors } from '../errors.ts';
import type { NewPlayQueue, PlayQueue, SavedPlayQueue } from '../generated/schemas.gen.ts';
import type { Reader } from '../library/library-page.ts';
import type { PresentTrack } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import type { PlayQueueRepository } from './play-queue-repository.ts';

interface PlayQueuesDeps {
  playQueues: PlayQueueRepository;
  trackRepository: TrackRepository;
  presentTrack: PresentTrack;
}

export type PlayQueues = ReturnType<typeof createPlayQueues>;

const EMPTY: PlayQueue = {
  ...{ revision: 0, entries: [], current: null, positionMs: 0 },
  ...{ changedAt: null, changedBy: null },
};

/** The queue that an account plays alone, so that another of its devices goes on from there. */
export function createPlayQueues({ playQueues, trackRepository, presentTrack }: PlayQueuesDeps) {
  return {
    get: async (reader: Reader): Promise<PlayQueue> => {
      const found = await playQueues.find(reader.userId);
      if (found === null) return EMPTY;
      const { trackIds, revision, current, positionMs, changedAt, changedBy } = found;
      const records = await trackRepository.findMany(trackIds, reader);
      const entries = trackIds.map((trackId) => {
        const record = records.get(trackId);
        const track = record === undefined ? null : presentTrack(record, reader.authSessionId);
        return { trackId, track };
      });
      return { revision, entries, current, positionMs, changedAt: changedAt.toISOString(), changedBy };
    },

    /**
     * The last save wins, unless it names the revision that it is based on.
     * @throws ProblemError PLAY_QUEUE_INVALID, PLAY_QUEUE_CHANGED
     */
    save: async (userId: string, queue: NewPlayQueue): Promise<SavedPlayQueue> => {
      const { trackIds, current, positionMs, changedBy = null } = queue;
      const isPlaced = current === null ? trackIds.length === 0 : current < trackIds.length;
      if (!isPlaced) throw errors.PLAY_QUEUE_INVALID();
      const content = { trackIds, current, positionMs, changedBy };
      const saved = await playQueues.save(userId, content, queue.revision);
      if (saved === null) throw errors.PLAY_QUEUE_CHANGED();
      return { revision: saved.revision, changedAt: saved.changedAt.toISOString() };
    },
  };
}

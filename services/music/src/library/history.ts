import type { Commit } from '@downbeat/shared/messaging';
import type { ClientSession } from 'mongodb';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import type { HistoryPage, PlayedSort, PlayedTrackPage } from '../generated/schemas.gen.ts';
import type { PresentTrack } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import { listTracksOf, type ListPosition, type PageOptions, type Reader } from './library-page.ts';
import type { PlayRepository } from './plays-repository.ts';

interface WaitingPlays {
  removePlay: (userId: string, id: string, mongoSession: ClientSession) => Promise<void>;
  clear: (userId: string, mongoSession: ClientSession) => Promise<void>;
}

interface HistoryDeps {
  plays: PlayRepository;
  trackRepository: TrackRepository;
  presentTrack: PresentTrack;
  cursors: Cursors;
  commit: Commit;
  /** Plays that wait to be submitted to other services. */
  waitingListens: WaitingPlays;
  /** Milliseconds since 1970. */
  now: () => number;
}

export type History = ReturnType<typeof createHistory>;

/** What an account has played, as it sees it itself. */
export function createHistory({ plays, cursors, commit, waitingListens, now, ...tracks }: HistoryDeps) {
  const positionOf = (list: string, cursor: string | undefined): ListPosition | null => {
    if (cursor === undefined) return null;
    const [value, id = ''] = cursors.read(list, cursor);
    return { value: Number(value), id };
  };
  return {
    /** @throws ProblemError MALFORMED_CURSOR */
    list: async (reader: Reader, { limit, cursor }: PageOptions): Promise<HistoryPage> => {
      const { userId, authSessionId } = reader;
      const found = await plays.historyOf(userId, limit + 1, positionOf('history', cursor));
      const { rows, last } = cutPage(found, limit);
      const records = await tracks.trackRepository.findMany(
        rows.map(({ trackId }) => trackId),
        reader,
      );
      const items = rows.map(({ _id, startedAt, title, artistName, trackId }) => {
        const record = records.get(trackId);
        const track = record === undefined ? null : tracks.presentTrack(record, authSessionId);
        const id = _id.slice(userId.length + 1);
        return { id, startedAt: startedAt.toISOString(), title, artistName, track };
      });
      const next = last && cursors.write('history', [String(last.startedAt.getTime()), last._id]);
      return { items, nextCursor: next };
    },

    ...createRemoval({ plays, commit, waitingListens, now }),

    /** @throws ProblemError MALFORMED_CURSOR */
    listPlayed: async (
      reader: Reader,
      { limit, cursor, sort }: PageOptions & { sort: PlayedSort },
    ): Promise<PlayedTrackPage> => {
      const list = `played ${sort}`;
      const found = await plays.playedOf(reader.userId, sort, limit + 1, positionOf(list, cursor));
      const { rows, last } = cutPage(found, limit);
      const items = await listTracksOf(tracks, reader, rows, (row, track) => ({
        plays: row.plays,
        lastPlayedAt: (row.lastPlayedAt ?? new Date(0)).toISOString(),
        track,
      }));
      const value = sort === 'most' ? last?.plays : last?.lastPlayedAt?.getTime();
      return { items, nextCursor: last && cursors.write(list, [String(value), last._id]) };
    },
  };
}

/** What leaves the history is submitted to no other service either. */
function createRemoval(deps: Pick<HistoryDeps, 'plays' | 'commit' | 'waitingListens' | 'now'>) {
  const { plays, commit, waitingListens, now } = deps;
  return {
    remove: (userId: string, id: string): Promise<void> =>
      commit(async (mongoSession) => {
        await plays.removeEntry({ userId, id, nowMs: now() }, mongoSession);
        await waitingListens.removePlay(userId, id, mongoSession);
      }),

    clear: (userId: string): Promise<void> =>
      commit(async (mongoSession) => {
        await plays.clear(userId, now(), mongoSession);
        await waitingListens.clear(userId, mongoSession);
      }),
  };
}

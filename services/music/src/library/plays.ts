import { commonErrors, ProblemError } from '@downbeat/shared/errors';
import { requiredPlayMs } from '@downbeat/timing';
import type {
  PlayReport,
  PlayResult,
  PlayResults,
  TrackFigures,
  TrackStateList,
} from '../generated/schemas.gen.ts';
import type { FindTrack } from '../tracks/find-track.ts';
import type { TrackRecord, TrackRepository } from '../tracks/repository.ts';
import type { Reader } from './library-page.ts';
import type { LikeRepository } from './likes-repository.ts';
import type { ListenedTrack, Play } from './play-records.ts';
import { lastDays, refusalOf } from './play-rules.ts';
import type { PlayRepository } from './plays-repository.ts';
import { toRatingFigures } from './rating-records.ts';
import type { RatingRepository } from './ratings-repository.ts';
import type { RecordPlays } from './record-plays.ts';

const FIGURES_DAYS = 30;

interface PlaysDeps {
  plays: PlayRepository;
  likes: LikeRepository;
  ratings: RatingRepository;
  record: RecordPlays;
  findTrack: FindTrack;
  trackRepository: Pick<TrackRepository, 'hiddenFrom'>;
  /** Plays in the history of an account. */
  maxHistoryEntries: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

export type Plays = ReturnType<typeof createPlays>;

function toPlay({ id, startedAt }: PlayReport, track: TrackRecord, userId: string): Play {
  const { id: trackId, title, artist } = track;
  return {
    id,
    userId,
    trackId,
    artistId: artist.id,
    title,
    artistName: artist.name,
    startedAt: new Date(startedAt),
    requiredMs: requiredPlayMs(track.durationMs),
    listened: listenedOf(track),
  };
}

/** Null for a track that is not public, of which no other service is told. */
export function listenedOf(track: TrackRecord): ListenedTrack | null {
  const { title, artist, taggedArtist, album, trackNumber, durationMs, visibility } = track;
  if (visibility !== 'public') return null;
  return { title, artistName: taggedArtist ?? artist.name, album, trackNumber, durationMs };
}

/** Those of these tracks that exist for the reader, by id. */
async function tracksOf(
  findTrack: FindTrack,
  ids: readonly string[],
  reader: Reader,
): Promise<Map<string, TrackRecord>> {
  const finding = [...new Set(ids)].map(async (id) => {
    try {
      return [[id, (await findTrack(id, reader)).record] as const];
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'TRACK_NOT_FOUND') return [];
      throw error;
    }
  });
  return new Map((await Promise.all(finding)).flat());
}

/** The rules of plays, and what is counted of them. */
export function createPlays(deps: PlaysDeps) {
  const { plays, ratings, record, findTrack, maxHistoryEntries, now } = deps;
  return {
    /** Decides about each report on its own. */
    report: async (reader: Reader, reports: readonly PlayReport[]): Promise<PlayResults> => {
      const { userId } = reader;
      const tracks = await tracksOf(
        findTrack,
        reports.map(({ trackId }) => trackId),
        reader,
      );
      const judged = reports.map((report) => {
        const track = tracks.get(report.trackId);
        const refusal = refusalOf(report, track ?? null, now());
        const play = refusal === null && track !== undefined ? toPlay(report, track, userId) : null;
        return { id: report.id, refusal, play };
      });
      const accepted = judged.flatMap(({ play }) => play ?? []);
      const isCounted = accepted.length === 0 ? [] : await record(accepted);
      if (isCounted.includes(true)) await plays.trimHistory(userId, maxHistoryEntries);
      const results = judged.map(({ id, refusal, play }): PlayResult => {
        if (play === null) return { id, outcome: 'refused', refusal };
        const counted = isCounted[accepted.indexOf(play)] === true;
        return { id, outcome: counted ? 'counted' : 'repeated', refusal: null };
      });
      return { results };
    },

    statesOf: createStates(deps),

    figuresOf: createFigures({ plays, ratings, findTrack, now }),
  };
}

/** What a page of tracks does not say, because it is the same for all readers. */
function createStates({ trackRepository, likes, ratings, plays }: PlaysDeps) {
  return async (reader: Reader, trackIds: readonly string[]): Promise<TrackStateList> => {
    const { userId } = reader;
    const [hidden, liked, rated, ratingFigures, own, figures] = await Promise.all([
      trackRepository.hiddenFrom(reader, trackIds),
      likes.likedOf(userId, trackIds),
      ratings.ownRatings(userId, trackIds),
      ratings.figuresOf(trackIds),
      plays.ownPlays(userId, trackIds),
      plays.figuresOf(trackIds),
    ]);
    const items = trackIds.map((trackId) => {
      const isHidden = hidden.has(trackId);
      const { ratings: count = 0, averageRating = null } = (!isHidden && ratingFigures.get(trackId)) || {};
      return {
        trackId,
        isLiked: liked.has(trackId),
        userRating: rated.get(trackId) ?? null,
        averageRating,
        ratings: count,
        plays: (isHidden ? undefined : figures.get(trackId)?.plays) ?? 0,
        ownPlays: own.get(trackId) ?? 0,
      };
    });
    return { items };
  };
}

/** What an artist sees of a track. Throws TRACK_NOT_FOUND; FORBIDDEN for the track of another account, unless an admin asks. */
function createFigures(deps: Pick<PlaysDeps, 'plays' | 'ratings' | 'findTrack' | 'now'>) {
  const { plays, ratings, findTrack, now } = deps;
  return async (reader: Reader, trackId: string): Promise<TrackFigures> => {
    const { userId, role } = reader;
    const { record: track } = await findTrack(trackId, reader);
    if (track.artist.id !== userId && role !== 'admin') throw commonErrors.FORBIDDEN();
    const names = lastDays(FIGURES_DAYS, now());
    const [all, byDay, rated] = await Promise.all([
      plays.figuresOf([trackId]),
      plays.daysOf(trackId, names),
      ratings.figuresOf([trackId]),
    ]);
    const days = names.map((day) => {
      const { plays: count = 0, listeners = 0 } = byDay.get(day) ?? {};
      return { day, plays: count, listeners };
    });
    const { plays: count = 0, listeners = 0 } = all.get(trackId) ?? {};
    return { trackId, plays: count, listeners, ...(rated.get(trackId) ?? toRatingFigures(undefined)), days };
  };
}

import { commonErrors } from '@downbeat/shared/errors';
import type { Commit } from '@downbeat/shared/messaging';
import { parseLyrics } from '../audio/lyrics-text.ts';
import { errors } from '../errors.ts';
import type { Lyrics } from '../generated/schemas.gen.ts';
import type { FindTrack } from '../tracks/find-track.ts';
import type { LyricsRepository } from '../tracks/lyrics-repository.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import { requireEditable } from '../tracks/track-writer.ts';
import type { TrackReader } from '../tracks/visibility.ts';

interface TrackLyricsDeps {
  lyrics: LyricsRepository;
  findTrack: FindTrack;
  trackRepository: TrackRepository;
  commit: Commit;
}

export type TrackLyrics = ReturnType<typeof createTrackLyrics>;

/** The rules of lyrics: who may see a track reads them, and its artist and admins write them. */
export function createTrackLyrics({ lyrics, findTrack, trackRepository, commit }: TrackLyricsDeps) {
  async function get(trackId: string, reader: TrackReader): Promise<Lyrics> {
    await findTrack(trackId, reader);
    const found = await lyrics.find(trackId);
    return {
      trackId,
      source: found?.source ?? null,
      isTimed: found !== null && found.lines.every(({ startMs }) => startMs !== null),
      lines: [...(found?.lines ?? [])],
      updatedAt: found?.updatedAt.toISOString() ?? null,
    };
  }

  return {
    /** @throws ProblemError TRACK_NOT_FOUND */
    get,

    /** @throws ProblemError TRACK_NOT_FOUND, FORBIDDEN; VALIDATION_FAILED for a text without visible lines */
    async set(trackId: string, text: string, by: TrackReader): Promise<Lyrics> {
      await requireEditable(trackRepository, { id: trackId, by });
      const lines = parseLyrics(text);
      if (lines.length === 0) {
        const fault = { in: 'body', field: 'text', message: 'must have a visible line' } as const;
        throw commonErrors.VALIDATION_FAILED({ errors: [fault] });
      }
      await commit(async (mongoSession) => {
        // Lyrics of a track that is deleted at the same moment would stay for ever.
        const held = await trackRepository.lockManyForUpdate([trackId], by, mongoSession);
        if (!held.has(trackId)) throw errors.TRACK_NOT_FOUND();
        await lyrics.set(trackId, { source: 'artist', lines }, mongoSession);
      });
      return get(trackId, by);
    },

    /** @throws ProblemError TRACK_NOT_FOUND, FORBIDDEN */
    async remove(trackId: string, by: TrackReader): Promise<void> {
      await requireEditable(trackRepository, { id: trackId, by });
      await lyrics.remove(trackId);
    },
  };
}

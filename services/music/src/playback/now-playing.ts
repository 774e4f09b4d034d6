import type { WakeTimer } from '@downbeat/shared/timers';
import type { NewNowPlaying, NowPlaying } from '../generated/schemas.gen.ts';
import type { Reader } from '../library/library-page.ts';
import { listenedOf } from '../library/plays.ts';
import { toListen } from '../scrobbling/listen.ts';
import type { ScrobblerRepository } from '../scrobbling/scrobbler-repository.ts';
import type { FindTrack } from '../tracks/find-track.ts';
import type { PresentTrack } from '../tracks/present-track.ts';
import type { TrackRecord, TrackRepository } from '../tracks/repository.ts';
import type { NowPlayingRepository } from './now-playing-repository.ts';

interface NowPlayingDeps {
  playing: NowPlayingRepository;
  scrobblers: ScrobblerRepository;
  scrobbleTimer: WakeTimer;
  findTrack: FindTrack;
  trackRepository: TrackRepository;
  presentTrack: PresentTrack;
  /** Milliseconds since 1970. */
  now: () => number;
}

export type NowPlayingRules = ReturnType<typeof createNowPlaying>;

const NOTHING: NowPlaying = { track: null, startedAt: null, device: null };

/** What an account plays now: for its own devices, and for ListenBrainz when the account is connected to it. */
export function createNowPlaying(deps: NowPlayingDeps) {
  const { playing, findTrack, trackRepository, presentTrack, now } = deps;
  const announce = createAnnouncement(deps);
  return {
    /** Nothing when its track has ended, was deleted, or is not visible to the account any more. */
    get: async (reader: Reader): Promise<NowPlaying> => {
      const found = await playing.find(reader.userId, new Date(now()));
      if (found === null) return NOTHING;
      const record = (await trackRepository.findMany([found.trackId], reader)).get(found.trackId);
      if (record === undefined) return NOTHING;
      const { startedAt, device } = found;
      const track = presentTrack(record, reader.authSessionId);
      return { track, startedAt: startedAt.toISOString(), device };
    },

    /** @throws ProblemError TRACK_NOT_FOUND */
    set: async (reader: Reader, playingNow: NewNowPlaying): Promise<void> => {
      const { trackId, positionMs = 0, device = null } = playingNow;
      const { record } = await findTrack(trackId, reader);
      const leftMs = Math.max(record.durationMs - positionMs, 0);
      const [startedAt, endsAt] = [new Date(now() - positionMs), new Date(now() + leftMs)];
      await playing.set({ _id: reader.userId, trackId, startedAt, endsAt, device });
      await announce(reader.userId, record, leftMs);
    },

    clear: async (userId: string): Promise<void> => {
      await playing.remove(userId);
      await deps.scrobblers.clearPlayingNow(userId);
    },
  };
}

/** Has ListenBrainz told of a public track that plays, as long as it plays; it takes none of it back. */
function createAnnouncement({ scrobblers, scrobbleTimer }: NowPlayingDeps) {
  return async (userId: string, record: TrackRecord, leftMs: number): Promise<void> => {
    const listened = listenedOf(record);
    if (listened === null || leftMs === 0) return;
    if (await scrobblers.setPlayingNow(userId, toListen(listened), leftMs)) scrobbleTimer.wake();
  };
}

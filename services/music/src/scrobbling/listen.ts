import type { ListenedTrack } from '../library/play-records.ts';
import type { Listen } from './listen-brainz-api.ts';

const PROGRAM = 'Downbeat';

/** What ListenBrainz is told of a track. What we do not know is left out, as it asks for. */
export function toListen({ title, artistName, album, trackNumber, durationMs }: ListenedTrack): Listen {
  return {
    track_metadata: {
      artist_name: artistName,
      track_name: title,
      ...(album !== null && { release_name: album }),
      additional_info: {
        media_player: PROGRAM,
        submission_client: PROGRAM,
        duration_ms: durationMs,
        ...(trackNumber !== null && { tracknumber: trackNumber }),
      },
    },
  };
}

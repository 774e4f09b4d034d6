import { newId } from '@downbeat/shared/ids';
import type { Principal } from '@downbeat/shared/http';
import { firstCharacters, lengthBounds } from '@downbeat/shared/text';
import { stoppedTimeline } from '@downbeat/timing';
import { Name, type NewListeningSession } from '../../generated/schemas.gen.ts';
import { errors } from '../../errors.ts';
import type { QueueItem } from '../messages/types.ts';
import type { Timebase } from '../timebase/timebase.ts';
import type { PlayableTrack, TrackDirectory } from '../tracks.ts';
import { newInviteCode } from './invite-code.ts';
import type { SessionRecord } from './session.ts';

const { max: MAX_NAME_LENGTH } = lengthBounds(Name);

function queueItem(track: PlayableTrack, addedBy: string): QueueItem {
  return {
    id: newId(),
    trackId: track.id,
    title: track.title,
    artistName: track.artistName,
    durationMs: track.durationMs,
    addedBy,
  };
}

/**
 * The queue of a new session, in the order that was asked for; a track may stand in it more than once.
 * @throws ProblemError TRACK_NOT_FOUND naming each that the user may not hear
 */
async function queueOf(
  trackIds: readonly string[],
  userId: string,
  tracks: TrackDirectory,
): Promise<QueueItem[]> {
  const found = new Map(
    (await tracks.playable([...new Set(trackIds)], userId)).map((track) => [track.id, track]),
  );
  const missing = trackIds.flatMap((id, index) => (found.has(id) ? [] : [index]));
  if (missing.length > 0) {
    throw errors.TRACK_NOT_FOUND({
      errors: missing.map((index) => ({
        in: 'body',
        field: `trackIds.${index}`,
        message: 'There is no such track',
      })),
    });
  }
  return trackIds.flatMap((id) => {
    const track = found.get(id);
    return track === undefined ? [] : [queueItem(track, userId)];
  });
}

/** A session that nobody has played in yet: its first track is ready, at its beginning. */
export async function newSession(
  request: NewListeningSession,
  owner: Principal,
  tracks: TrackDirectory,
  timebase: Timebase,
): Promise<SessionRecord> {
  const queue = await queueOf(request.trackIds, owner.userId, tracks);
  const createdAt = new Date();
  const timeline = stoppedTimeline(1, queue[0]?.id ?? null, timebase.nowUs());
  return {
    id: newId(),
    name: request.name ?? firstCharacters(`${owner.displayName}'s session`, MAX_NAME_LENGTH),
    ownerId: owner.userId,
    inviteCode: newInviteCode(),
    playbackControl: request.playbackControl ?? 'owner',
    queue,
    members: [{ userId: owner.userId, joinedAt: createdAt }],
    live: { timeline, reference: timebase.reference, writtenAt: createdAt },
    createdAt,
  };
}

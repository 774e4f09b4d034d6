import type { Principal } from '@downbeat/shared/http';
import { firstCharacters, lengthBounds } from '@downbeat/shared/text';
import { stoppedTimeline } from '@downbeat/timing';
import { errors } from '../../errors.ts';
import type { QueueItem } from '../../generated/listening.schemas.gen.ts';
import { Name, type NewListeningSession } from '../../generated/schemas.gen.ts';
import type { TrackDirectory } from '../model/members.ts';
import { createQueueItems } from '../model/queue-items.ts';
import { newInviteCode } from '../model/invite-code.ts';
import { initialAccess, withSettings } from '../model/room-access.ts';
import { allOutputs, type ListeningSessionRecord } from '../model/room-state.ts';
import type { Timebase } from '../store/timebase.ts';

const { max: MAX_NAME_LENGTH } = lengthBounds(Name);

/**
 * The queue of a new session, in the order of the request; a track may be in it more than once.
 * @throws ProblemError TRACK_NOT_FOUND naming each track that does not exist
 */
async function queueOf(
  trackIds: readonly string[],
  userId: string,
  tracks: TrackDirectory,
): Promise<QueueItem[]> {
  const { items, missing } = await createQueueItems(trackIds, userId, tracks);
  if (missing.length > 0) {
    throw errors.TRACK_NOT_FOUND({
      errors: missing.map((index) => ({
        in: 'body',
        field: `trackIds.${index}`,
        message: 'There is no such track',
      })),
    });
  }
  return items;
}

/** A session in which nothing was played yet: its first track is ready, at its beginning. */
export async function newSession(
  id: string,
  request: NewListeningSession,
  owner: Principal,
  tracks: TrackDirectory,
  timebase: Timebase,
): Promise<ListeningSessionRecord> {
  const queue = await queueOf(request.trackIds, owner.userId, tracks);
  const createdAt = new Date();
  const access = initialAccess({ ownerId: owner.userId, playbackControl: request.playbackControl });
  const timeline = stoppedTimeline(1, queue[0]?.id ?? null, timebase.nowUs());
  return {
    id,
    name: request.name ?? firstCharacters(`${owner.displayName}'s session`, MAX_NAME_LENGTH),
    inviteCode: newInviteCode(),
    access: withSettings(access, request.settings ?? {}),
    queue,
    repeat: 'off',
    outputs: allOutputs,
    live: { timeline, reference: timebase.reference, writtenAt: createdAt },
    createdAt,
  };
}

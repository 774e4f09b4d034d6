import { createRecentValues } from '@downbeat/shared/recent-values';
import type { preHandlerHookHandler } from 'fastify';
import { errors } from '../../errors.ts';
import { limits } from '../model/limits.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { Stores } from '../store/stores.ts';

interface GuestTracksDeps extends Pick<Stores, 'guestRows'> {
  readonly loader: Pick<RoomStateLoader, 'load'>;
}

/**
 * The hook by which guests load the tracks in the queue of their session, and no others: a signed URL names a sign-in and not
 * a track. A guest whose time has ended loads none.
 */
export function guestTrackHook({ guestRows, loader }: GuestTracksDeps): preHandlerHookHandler {
  const allowed = createRecentValues<true>({ keptMs: limits.guestTrackMs, limit: limits.guestTracksKept });

  async function isInQueue(guestId: string, trackId: string): Promise<boolean> {
    const session = await guestRows.findOfGuest(guestId, trackId);
    if (session === null || session.hasTrack) return session !== null;
    // The copy of the queue in MongoDB is a moment late.
    const state = await mapRedisErrors(() => loader.load(session.id));
    return state?.room.queue.some((item) => item.trackId === trackId) === true;
  }

  async function requireInQueue(guestId: string, trackId: string): Promise<void> {
    const key = `${guestId} ${trackId}`;
    if (allowed.get(key) !== undefined) return;
    if (!(await isInQueue(guestId, trackId))) throw errors.TRACK_NOT_FOUND();
    allowed.keep(key, true);
  }
  return ({ principal, params }, _reply, done) => {
    const { trackId } = params as { trackId?: string };
    if (principal?.role !== 'guest' || trackId === undefined) done();
    else requireInQueue(principal.authSessionId, trackId).then(() => done(), done);
  };
}

import { newId } from '@downbeat/shared/ids';
import type { QueueItem } from '../../generated/listening.schemas.gen.ts';
import type { TrackDirectory } from './members.ts';

/** New entries for tracks, in the order of the tracks, and the places of tracks that do not exist. */
export interface NewQueueItems {
  readonly items: QueueItem[];
  readonly missing: readonly number[];
}

/** @param userId who adds them; a track may be named more than once */
export async function createQueueItems(
  trackIds: readonly string[],
  userId: string,
  tracks: TrackDirectory,
): Promise<NewQueueItems> {
  const playable = await tracks.playable([...new Set(trackIds)]);
  const found = new Map(playable.map((track) => [track.id, track]));
  const items = trackIds
    .flatMap((id) => found.get(id) ?? [])
    .map(({ id, ...shown }) => ({ id: newId(), trackId: id, ...shown, addedBy: userId }));
  return { items, missing: trackIds.flatMap((id, index) => (found.has(id) ? [] : [index])) };
}

import { newId } from '@downbeat/shared/ids';
import type { QueueItem } from '../../generated/listening.schemas.gen.ts';
import type { PlayableTrack, TrackDirectory } from './members.ts';

/** New entries for tracks, in the order of the tracks, and the places of tracks that do not exist. */
export interface NewQueueItems {
  readonly items: QueueItem[];
  readonly missing: readonly number[];
}

const isFor = ({ onlyFor }: PlayableTrack, userId: string): boolean => onlyFor === null || onlyFor === userId;

/** @param userId who adds them; a track may be named more than once */
export async function createQueueItems(
  trackIds: readonly string[],
  userId: string,
  tracks: TrackDirectory,
): Promise<NewQueueItems> {
  const playable = await tracks.playable([...new Set(trackIds)]);
  const found = new Map(playable.filter((track) => isFor(track, userId)).map((track) => [track.id, track]));
  const items = trackIds
    .flatMap((id) => found.get(id) ?? [])
    .map(({ id, title, artistName, durationMs }) => {
      return { id: newId(), trackId: id, title, artistName, durationMs, addedBy: userId };
    });
  return { items, missing: trackIds.flatMap((id, index) => (found.has(id) ? [] : [index])) };
}

/** Those of the items that can be played: the track exists, and if it is private, its artist has added it. */
export async function playableItems<Item extends Pick<QueueItem, 'trackId' | 'addedBy'>>(
  items: readonly Item[],
  tracks: TrackDirectory,
): Promise<ReadonlySet<Item>> {
  const playable = await tracks.playable([...new Set(items.map(({ trackId }) => trackId))]);
  const found = new Map(playable.map((track) => [track.id, track]));
  return new Set(
    items.filter(({ trackId, addedBy }) => {
      const track = found.get(trackId);
      return track !== undefined && isFor(track, addedBy);
    }),
  );
}

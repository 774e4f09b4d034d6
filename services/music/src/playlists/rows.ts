import type { IndexDeclarations } from '@downbeat/shared/mongo';
import { slotIndex } from '../slots.ts';
import type { Visibility } from '../generated/schemas.gen.ts';
import type { PlaylistRecord, PlaylistSummary } from './playlist.ts';

/** A playlist as it lies in MongoDB. Its id is a uuid v7, so the order of ids is the order of creation. */
export interface PlaylistRow {
  _id: string;
  ownerId: string;
  /** Which of the owner's playlists it is, so that there are never more than one may have. */
  slot?: number;
  name: string;
  visibility: Visibility;
  /** Grows by one with every change. */
  revision: number;
  items: { id: string; trackId: string; addedAt: Date }[];
  createdAt: Date;
  updatedAt: Date;
}

/** A row of which only the number of items was read. */
export type CountedRow = Omit<PlaylistRow, 'items'> & { itemCount: number };

export const playlistIndexes: IndexDeclarations = {
  playlists: [
    { key: { ownerId: 1, _id: -1 }, name: 'owner' },
    slotIndex,
    { key: { 'items.trackId': 1 }, name: 'track' },
  ],
};

function headOf({
  _id,
  name,
  visibility,
  ownerId,
  revision,
  createdAt,
  updatedAt,
}: Omit<PlaylistRow, 'items'>) {
  const dates = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id: _id, name, visibility, ownerId, revision, ...dates };
}

export function toRecord(row: PlaylistRow): PlaylistRecord {
  const items = row.items.map((item) => ({ ...item, addedAt: item.addedAt.toISOString() }));
  return { ...headOf(row), items };
}

export function toSummary(row: CountedRow): PlaylistSummary {
  return { ...headOf(row), itemCount: row.itemCount };
}

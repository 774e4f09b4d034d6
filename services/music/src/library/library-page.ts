import type { Principal } from '@downbeat/shared/http';
import type { Track } from '../generated/schemas.gen.ts';
import type { PresentTrack } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';

/** The account whose library it is, signed in on one of its devices. */
export type Reader = Pick<Principal, 'userId' | 'role' | 'authSessionId'>;

/** Which part of a list. */
export interface PageOptions {
  limit: number;
  cursor?: string;
}

/** Where a page ended: a number, by which it is sorted, and an id. */
export interface ListPosition {
  value: number;
  id: string;
}

/** The rows after a position, of a list in falling order; without an `$or`, which would sort without an index. */
export const after = <T>(field: string, position: ListPosition | null, valueOf: (value: number) => T) =>
  position === null
    ? {}
    : {
        [field]: { $lte: valueOf(position.value) },
        $nor: [{ [field]: valueOf(position.value), _id: { $gte: position.id } }],
      };

/** The tracks of rows for one reader, with signed URLs; those that the reader may not see are left out. */
export async function listTracksOf<Row extends { trackId: string }, Item>(
  { trackRepository, presentTrack }: { trackRepository: TrackRepository; presentTrack: PresentTrack },
  reader: Reader,
  rows: readonly Row[],
  itemOf: (row: Row, track: Track) => Item,
): Promise<Item[]> {
  const trackIds = rows.map(({ trackId }) => trackId);
  const records = await trackRepository.findMany(trackIds, reader);
  return rows.flatMap((row) => {
    const record = records.get(row.trackId);
    return record === undefined ? [] : [itemOf(row, presentTrack(record, reader.authSessionId))];
  });
}

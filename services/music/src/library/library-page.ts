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

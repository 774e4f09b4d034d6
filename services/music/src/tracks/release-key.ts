import type { TrackDocument } from './repository.ts';

type Released = Pick<TrackDocument, '_id' | 'visibility' | 'createdAt' | 'releaseKey'>;

/** The order of releases: when a track became public first, and its id. A page can begin behind any track. */
const keyOf = (id: string, releasedAt: Date): string => `${releasedAt.toISOString()} ${id}`;

/** When the track of a key became public first. */
export const releasedAtOf = (releaseKey: string): string => releaseKey.slice(0, releaseKey.indexOf(' '));

/** The key of a track that is public from its upload on, as public tracks of versions before this field are taken to be. */
export const keyOfUpload = ({ _id, visibility, createdAt }: Omit<Released, 'releaseKey'>) =>
  visibility === undefined ? { releaseKey: keyOf(_id, createdAt) } : {};

/** The key that an edit adds. A track keeps the one that it has, so one that is hidden and shown again is not new. */
export function releaseOf(
  before: Released,
  after: Pick<TrackDocument, 'visibility'>,
  editedAt: Date,
): { releaseKey: string; isFirst: boolean } | null {
  if (before.releaseKey !== undefined || after.visibility !== undefined) return null;
  const isFirst = before.visibility !== undefined;
  return { releaseKey: keyOf(before._id, isFirst ? editedAt : before.createdAt), isFirst };
}

import { randomBytes } from 'node:crypto';
import type { Principal } from '@downbeat/shared/http';
import type { Filter } from 'mongodb';
import { errors } from '../errors.ts';
import type { TrackVisibility } from '../generated/schemas.gen.ts';
import type { TrackDocument, TrackRecord } from './repository.ts';

/** An account that asks for tracks. */
export interface TrackReader extends Pick<Principal, 'userId' | 'role'> {
  /** From the URL of a file, which names no account. */
  accessKey?: string | undefined;
}

const ACCESS_KEY_BYTES = 16;

/** Keeps the key while the track stays private; a track that becomes private gets a new one. */
export function accessKeyFor(visibility: TrackVisibility, present: string | null = null): string | null {
  return visibility === 'private' ? (present ?? randomBytes(ACCESS_KEY_BYTES).toString('base64url')) : null;
}

/** Between a signature, which is the last value of a query, and the key of a private track. */
const BEFORE_KEY = '.';

/** The query of the URLs of a private track. */
export const withAccessKey = (query: string, accessKey: string): string =>
  `${query}${BEFORE_KEY}${accessKey}`;

/** The two parts of the signature in such a query; without a key only the signature. */
export const splitSignature = (text: string): string[] => text.split(BEFORE_KEY, 2);

/** Private tracks exist only for their artist and for admins. */
export function isVisibleTo(
  { visibility, artist, accessKey }: Pick<TrackRecord, 'visibility' | 'artist' | 'accessKey'>,
  { userId, role, accessKey: given }: TrackReader,
): boolean {
  if (visibility !== 'private' || artist.id === userId || role === 'admin') return true;
  return given !== undefined && given === accessKey;
}

/** @throws ProblemError TRACK_NOT_FOUND */
export function requireVisible(
  track: Pick<TrackRecord, 'visibility' | 'artist' | 'accessKey'>,
  reader: TrackReader,
): void {
  if (!isVisibleTo(track, reader)) throw errors.TRACK_NOT_FOUND();
}

/** The same for queries. */
export const visibleTo = ({ userId, role }: TrackReader): Filter<TrackDocument> =>
  role === 'admin' ? {} : { $or: [{ visibility: { $ne: 'private' } }, { artistId: userId }] };

import { createMemoryCache, type Generation } from '@downbeat/shared/cache';
import { errors } from '../errors.ts';
import { Playlist } from '../generated/schemas.gen.ts';
import { ANY_QUERY, type AnswerTemplate, createTemplates } from '../tracks/answer-template.ts';
import { withUrls } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import { isVisibleTo, type TrackReader } from '../tracks/visibility.ts';
import { isReadableFor, playlistState } from './access.ts';
import type { PlaylistRecord, PlaylistRepository } from './repository.ts';

/** A playlist with its tracks, for one reader. Tracks that were deleted a moment ago, or are private, are left out. */
export type PresentPlaylist = (playlist: PlaylistRecord, reader: TrackReader) => Promise<AnswerTemplate>;

const toTemplate = createTemplates(Playlist, playlistState);

type Records = Awaited<ReturnType<TrackRepository['findMany']>>;

const recordsOf = (tracks: TrackRepository, { items }: PlaylistRecord): Promise<Records> =>
  tracks.findMany(
    items.map(({ trackId }) => trackId),
    null,
  );

function withTracks(
  { items, ...playlist }: PlaylistRecord,
  records: Records,
  reader: TrackReader,
): AnswerTemplate {
  const existing = items.flatMap(({ id, addedAt, trackId }) => {
    const record = records.get(trackId);
    if (record === undefined || !isVisibleTo(record, reader)) return [];
    return [{ id, addedAt, track: withUrls(record, ANY_QUERY) }];
  });
  return toTemplate({ ...playlist, items: existing });
}

export const createPlaylistPresenter =
  (tracks: TrackRepository): PresentPlaylist =>
  async (playlist, reader) =>
    withTracks(playlist, await recordsOf(tracks, playlist), reader);

interface PlaylistFinderDeps {
  repository: PlaylistRepository;
  tracks: TrackRepository;
  /** Advance when any playlist, and when any track changes. */
  generations: readonly Generation[];
}

/** @throws ProblemError PLAYLIST_NOT_FOUND: for all but its owner a private playlist does not exist */
export type FindPlaylist = (id: string, reader: TrackReader) => Promise<AnswerTemplate>;

interface KnownPlaylist extends Pick<Playlist, 'ownerId' | 'visibility'> {
  template: AnswerTemplate;
  /** Of its private tracks: who sees another playlist than all others, as admins do. */
  privateOf: ReadonlySet<string>;
}

/** Sees no private track. */
const ANYONE: TrackReader = { userId: '', role: 'listener' };

/** One of 100 items has about 75 kB. */
const MEMORY_BYTES = 8 * 1024 * 1024;
const KNOWN_SECONDS = 60;

/** Finds playlists, and keeps the last ones that were read in memory. */
export function createPlaylistFinder({ repository, tracks, generations }: PlaylistFinderDeps): FindPlaylist {
  const known = createMemoryCache<KnownPlaylist>(generations, {
    ttlSeconds: KNOWN_SECONDS,
    limit: MEMORY_BYTES,
    sizeOf: ({ template }) => template.bytes,
  });
  async function load(id: string): Promise<KnownPlaylist> {
    const playlist = await repository.find(id);
    if (playlist === null) throw errors.PLAYLIST_NOT_FOUND();
    const { ownerId, visibility } = playlist;
    const records = await recordsOf(tracks, playlist);
    const hidden = [...records.values()].filter((record) => !isVisibleTo(record, ANYONE));
    const privateOf = new Set(hidden.map(({ artist }) => artist.id));
    return { ownerId, visibility, privateOf, template: withTracks(playlist, records, ANYONE) };
  }
  return async (id, reader) => {
    const { ownerId, visibility, privateOf, template } = await known.remember(id, () => load(id));
    if (!isReadableFor({ ownerId, visibility }, reader.userId)) throw errors.PLAYLIST_NOT_FOUND();
    const isOfReader = privateOf.has(reader.userId) || (privateOf.size > 0 && reader.role === 'admin');
    if (!isOfReader) return template;
    const playlist = await repository.find(id);
    if (playlist === null) throw errors.PLAYLIST_NOT_FOUND();
    return withTracks(playlist, await recordsOf(tracks, playlist), reader);
  };
}

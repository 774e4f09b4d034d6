import { createMemoryCache, type Generation } from '@downbeat/shared/cache';
import { errors } from '../errors.ts';
import { Playlist } from '../generated/schemas.gen.ts';
import { ANY_QUERY, type AnswerTemplate, createTemplates } from '../tracks/answer-template.ts';
import { type UrlQueryOf, withUrls } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import type { PlaylistRecord, PlaylistRepository } from './repository.ts';

/** A playlist as one reader gets it, with its tracks. A track that was deleted a moment ago is left out. */
export type PresentPlaylist = (playlist: PlaylistRecord, authSessionId: string) => Promise<Playlist>;

async function withTracks(
  tracks: TrackRepository,
  { items, ...playlist }: PlaylistRecord,
  query: string,
): Promise<Playlist> {
  const records = await tracks.findMany(items.map(({ trackId }) => trackId));
  const existing = items.flatMap(({ id, addedAt, trackId }) => {
    const record = records.get(trackId);
    return record === undefined ? [] : [{ id, addedAt, track: withUrls(record, query) }];
  });
  return { ...playlist, items: existing };
}

export const createPlaylistPresenter =
  (tracks: TrackRepository, urlQueryOf: UrlQueryOf): PresentPlaylist =>
  (playlist, authSessionId) =>
    withTracks(tracks, playlist, urlQueryOf(authSessionId));

interface PlaylistFinderDeps {
  repository: PlaylistRepository;
  tracks: TrackRepository;
  /** Advance when any playlist, and when any track changes. */
  generations: readonly Generation[];
}

/** @throws ProblemError PLAYLIST_NOT_FOUND: for all but its owner a private playlist does not exist */
export type FindPlaylist = (id: string, userId: string) => Promise<AnswerTemplate>;

interface KnownPlaylist extends Pick<Playlist, 'ownerId' | 'visibility'> {
  template: AnswerTemplate;
}

/** One of 100 items has about 75 kB. */
const MEMORY_BYTES = 8 * 1024 * 1024;
const KNOWN_SECONDS = 60;

/** Finds playlists, and keeps the last ones that were read in memory. */
export function createPlaylistFinder({ repository, tracks, generations }: PlaylistFinderDeps): FindPlaylist {
  const toTemplate = createTemplates(Playlist);
  const known = createMemoryCache<KnownPlaylist>(generations, {
    ttlSeconds: KNOWN_SECONDS,
    limit: MEMORY_BYTES,
    sizeOf: ({ template }) => template.bytes,
  });
  async function load(id: string): Promise<KnownPlaylist> {
    const playlist = await repository.find(id);
    if (playlist === null) throw errors.PLAYLIST_NOT_FOUND();
    const { ownerId, visibility } = playlist;
    return { ownerId, visibility, template: toTemplate(await withTracks(tracks, playlist, ANY_QUERY)) };
  }
  return async (id, userId) => {
    const { ownerId, visibility, template } = await known.remember(id, () => load(id));
    if (ownerId !== userId && visibility !== 'public') throw errors.PLAYLIST_NOT_FOUND();
    return template;
  };
}

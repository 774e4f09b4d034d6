import { createMemoryCache, type Generation } from '@downbeat/shared/cache';
import { errors } from '../errors.ts';
import { Playlist } from '../generated/schemas.gen.ts';
import { ANY_QUERY, type AnswerTemplate, createTemplates } from '../tracks/answer-template.ts';
import { withUrls } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import type { PlaylistRecord, PlaylistRepository } from './repository.ts';

/** A playlist with its tracks, for any reader. A track that was deleted a moment ago is left out. */
export type PresentPlaylist = (playlist: PlaylistRecord) => Promise<AnswerTemplate>;

/** What If-Match compares. Other playlists may have the same revision, so the random part of the id belongs to it. */
export const playlistState = ({ id, revision }: Pick<Playlist, 'id' | 'revision'>): string =>
  `${id.slice(-12)}.${revision}`;

const toTemplate = createTemplates(Playlist, playlistState);

async function withTracks(
  tracks: TrackRepository,
  { items, ...playlist }: PlaylistRecord,
): Promise<AnswerTemplate> {
  const records = await tracks.findMany(items.map(({ trackId }) => trackId));
  const existing = items.flatMap(({ id, addedAt, trackId }) => {
    const record = records.get(trackId);
    return record === undefined ? [] : [{ id, addedAt, track: withUrls(record, ANY_QUERY) }];
  });
  return toTemplate({ ...playlist, items: existing });
}

export const createPlaylistPresenter =
  (tracks: TrackRepository): PresentPlaylist =>
  (playlist) =>
    withTracks(tracks, playlist);

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
  const known = createMemoryCache<KnownPlaylist>(generations, {
    ttlSeconds: KNOWN_SECONDS,
    limit: MEMORY_BYTES,
    sizeOf: ({ template }) => template.bytes,
  });
  async function load(id: string): Promise<KnownPlaylist> {
    const playlist = await repository.find(id);
    if (playlist === null) throw errors.PLAYLIST_NOT_FOUND();
    const { ownerId, visibility } = playlist;
    return { ownerId, visibility, template: await withTracks(tracks, playlist) };
  }
  return async (id, userId) => {
    const { ownerId, visibility, template } = await known.remember(id, () => load(id));
    if (ownerId !== userId && visibility !== 'public') throw errors.PLAYLIST_NOT_FOUND();
    return template;
  };
}

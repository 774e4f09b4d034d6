import { createMemoryCache, type Generation } from '@downbeat/shared/cache';
import { errors } from '../errors.ts';
import { Playlist, type PlaylistRole } from '../generated/schemas.gen.ts';
import { ANY_QUERY, type AnswerTemplate, createTemplates } from '../tracks/answer-template.ts';
import { withUrls } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import { isVisibleTo, type TrackReader } from '../tracks/visibility.ts';
import { isReadableFor, playlistState, roleOf } from './access.ts';
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
  { items, members, ...playlist }: PlaylistRecord,
  records: Records,
  reader: TrackReader,
): Playlist {
  const { ownerId, ownerName } = playlist;
  const names = new Map(members.map(({ userId, displayName }) => [userId, displayName]));
  const nameOf = (userId: string) => (userId === ownerId ? ownerName : (names.get(userId) ?? null));
  const existing = items.flatMap(({ id, addedAt, addedBy: userId, trackId }) => {
    const record = records.get(trackId);
    if (record === undefined || !isVisibleTo(record, reader)) return [];
    const addedBy = { userId, displayName: nameOf(userId) };
    return [{ id, addedAt, addedBy, track: withUrls(record, ANY_QUERY) }];
  });
  const role = roleOf({ ownerId, members }, reader.userId) ?? 'view';
  return { ...playlist, role, items: existing };
}

export const createPlaylistPresenter =
  (tracks: TrackRepository): PresentPlaylist =>
  async (playlist, reader) =>
    toTemplate(withTracks(playlist, await recordsOf(tracks, playlist), reader));

interface PlaylistFinderDeps {
  repository: PlaylistRepository;
  tracks: TrackRepository;
  /** Advance when any playlist, and when any track changes. */
  generations: readonly Generation[];
}

/** @throws ProblemError PLAYLIST_NOT_FOUND: for all but its owner and members a private playlist does not exist */
export type FindPlaylist = (id: string, reader: TrackReader) => Promise<AnswerTemplate>;

interface KnownPlaylist extends Pick<PlaylistRecord, 'ownerId' | 'visibility' | 'members'> {
  /** For readers who are no members. */
  template: AnswerTemplate;
  /** For those with another role, as soon as one of them reads it. */
  byRole: Map<PlaylistRole, AnswerTemplate>;
  /** Of its private tracks: who sees another playlist than all others, as admins do. */
  privateOf: ReadonlySet<string>;
}

/** The same answer with the role of the reader in it. */
function templateFor(known: KnownPlaylist, { userId }: TrackReader): AnswerTemplate {
  const { template, byRole } = known;
  const role = roleOf(known, userId);
  if (role === null || role === 'view') return template;
  const answer = (): Playlist => JSON.parse(template.render(ANY_QUERY).toString()) as Playlist;
  const own = byRole.get(role) ?? toTemplate({ ...answer(), role });
  byRole.set(role, own);
  return own;
}

/** Sees no private track. */
const ANYONE: TrackReader = { userId: '', role: 'listener' };

/** One of 100 items has about 85 kB, for each of the roles that read it. */
const MEMORY_BYTES = 16 * 1024 * 1024;
const USUAL_ROLES = 2;
const KNOWN_SECONDS = 60;

/** Finds playlists, and keeps the last ones that were read in memory. */
export function createPlaylistFinder({ repository, tracks, generations }: PlaylistFinderDeps): FindPlaylist {
  const known = createMemoryCache<KnownPlaylist>(generations, {
    ttlSeconds: KNOWN_SECONDS,
    limit: MEMORY_BYTES,
    sizeOf: ({ template }) => template.bytes * USUAL_ROLES,
  });
  async function load(id: string): Promise<KnownPlaylist> {
    const playlist = await repository.find(id);
    if (playlist === null) throw errors.PLAYLIST_NOT_FOUND();
    const { ownerId, visibility, members } = playlist;
    const records = await recordsOf(tracks, playlist);
    const hidden = [...records.values()].filter((record) => !isVisibleTo(record, ANYONE));
    const privateOf = new Set(hidden.map(({ artist }) => artist.id));
    const template = toTemplate(withTracks(playlist, records, ANYONE));
    return { ownerId, visibility, members, privateOf, template, byRole: new Map() };
  }
  return async (id, reader) => {
    const playlistOfAll = await known.remember(id, () => load(id));
    if (!isReadableFor(playlistOfAll, reader.userId)) throw errors.PLAYLIST_NOT_FOUND();
    const { privateOf } = playlistOfAll;
    const isOfReader = privateOf.has(reader.userId) || (privateOf.size > 0 && reader.role === 'admin');
    if (!isOfReader) return templateFor(playlistOfAll, reader);
    const playlist = await repository.find(id);
    if (playlist === null) throw errors.PLAYLIST_NOT_FOUND();
    return toTemplate(withTracks(playlist, await recordsOf(tracks, playlist), reader));
  };
}

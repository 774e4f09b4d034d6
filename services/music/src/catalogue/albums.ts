import type { Cursors } from '@downbeat/shared/paging';
import type { createMemoryCache } from '@downbeat/shared/cache';
import { errors } from '../errors.ts';
import { type Album, AlbumDetail, AlbumPage, type AlbumSort } from '../generated/schemas.gen.ts';
import { ANY_QUERY, type AnswerTemplate, createTemplates } from '../tracks/answer-template.ts';
import { type AlbumDocument, type AlbumSummary, keyOf } from '../tracks/catalogue-documents.ts';
import { inAlbumOrder } from '../tracks/catalogue-writer.ts';
import { catalogueOf, toRef } from '../tracks/catalogue-keys.ts';
import { coverUrl, withUrls } from '../tracks/present-track.ts';
import { searchTokens } from '../tracks/search-tokens.ts';
import { toRecord, withFiles } from '../tracks/track-document.ts';
import { type TrackReader, withAccessKey } from '../tracks/visibility.ts';
import type { CatalogueRepository } from './catalogue-repository.ts';
import { type Demand, type EntryOrder, wordDemand } from './find-entries.ts';

/** Of one album in an answer. */
const MAX_ALBUM_TRACKS = 1_000;

const ORDERS: Readonly<Record<AlbumSort, EntryOrder>> = {
  title: { field: 'byTitle', direction: 1 },
  year: { field: 'byYear', direction: 1 },
  newest: { field: 'byNewest', direction: -1 },
};

export interface CatalogueDeps {
  catalogue: CatalogueRepository;
  cursors: Cursors;
  /** Answers without the signatures of a reader, until any track changes. */
  answers: ReturnType<typeof createMemoryCache<AnswerTemplate>>;
}

export interface AlbumListOptions {
  limit: number;
  sort: AlbumSort;
  cursor?: string;
  artistId?: string;
  genreId?: string;
  q?: string;
}

/** Whether this account uploads the entry, so that it also gets what is not public. */
export const isOwnOf = ({ uploaderId }: { uploaderId: string }, { userId, role }: TrackReader): boolean =>
  uploaderId === userId || role === 'admin';

/** An album by one of its summaries. */
export function toAlbum({ _id, uploaderId }: AlbumDocument, summary: AlbumSummary): Album {
  const { title, artist, year, trackCount, cover } = summary;
  const query = cover?.accessKey ? withAccessKey(ANY_QUERY, cover.accessKey) : ANY_QUERY;
  return {
    id: _id,
    title,
    artist,
    uploaderId,
    year,
    trackCount,
    coverUrl: cover && coverUrl(cover.trackId, cover.version, query),
    coverPlaceholder: cover?.placeholder ?? null,
  };
}

/** The demands of a list. Of an artist's own albums only its key has all. */
export function albumDemands(
  { artistId, genreId }: Pick<AlbumListOptions, 'artistId' | 'genreId'>,
  tokens: readonly string[],
  isOwn: boolean,
): [Demand, ...Demand[]] {
  const summary = isOwn ? 'own' : 'listed';
  const demands: Demand[] = tokens.map((token) => wordDemand(token, summary));
  if (genreId !== undefined) {
    const condition = { [`${summary}.genreIds`]: genreId };
    demands.push({ keys: [keyOf.genre(genreId)], condition, isExact: true });
  }
  if (artistId === undefined) {
    const [first, ...rest] = demands;
    return first === undefined ? [{ keys: [keyOf.all], condition: null, isExact: true }] : [first, ...rest];
  }
  const condition = { [`${summary}.artistIds`]: artistId };
  if (!isOwn) return [{ keys: [keyOf.artist(artistId)], condition, isExact: true }, ...demands];
  const ownKeys = [keyOf.own(artistId)];
  const others = demands.map((demand) => ({ ...demand, keys: ownKeys }));
  return [{ keys: ownKeys, condition: null, isExact: true }, ...others];
}

/** @throws ProblemError ALBUM_NOT_FOUND, also when the reader may see none of its tracks */
async function requireAlbum(catalogue: CatalogueRepository, id: string, reader: TrackReader) {
  const found = await catalogue.findAlbum(id);
  const isOwn = found !== null && isOwnOf(found, reader);
  const summary = isOwn ? found.own : found?.listed;
  if (!found || !summary) throw errors.ALBUM_NOT_FOUND();
  return { found, summary, isOwn };
}

/** In their order. @throws ProblemError ALBUM_NOT_FOUND */
async function loadTracks(catalogue: CatalogueRepository, { _id }: AlbumDocument, isOwn: boolean) {
  const found = await catalogue.tracksOfAlbum(_id, isOwn, MAX_ALBUM_TRACKS);
  // An earlier version has deleted the last one.
  if (found.length === 0) throw errors.ALBUM_NOT_FOUND();
  return found.toSorted(inAlbumOrder);
}

/** An album with the files of the tracks that the reader sees. @throws ProblemError ALBUM_NOT_FOUND */
export async function albumWithFiles(catalogue: CatalogueRepository, id: string, reader: TrackReader) {
  const { found, summary, isOwn } = await requireAlbum(catalogue, id, reader);
  const tracks = await loadTracks(catalogue, found, isOwn);
  return { title: summary.title, artistName: summary.artist.name, tracks: tracks.map(withFiles) };
}

/** The rules of albums. */
export function createAlbums({ catalogue, cursors, answers }: CatalogueDeps) {
  const toPage = createTemplates(AlbumPage);
  const toDetail = createTemplates(AlbumDetail);
  const noAlbums = toPage({ items: [], nextCursor: null });

  async function load(options: AlbumListOptions, tokens: readonly string[], isOwn: boolean) {
    const { limit, sort, cursor } = options;
    const [after = null] = cursor === undefined ? [] : cursors.read(`albums ${sort}`, cursor);
    const demands = albumDemands(options, tokens, isOwn);
    const { entries, next } = await catalogue.listAlbums({ demands, order: ORDERS[sort], limit, after });
    const items = entries.flatMap((album) => {
      const summary = isOwn ? album.own : album.listed;
      return summary === null ? [] : [toAlbum(album, summary)];
    });
    return toPage({ items, nextCursor: next && cursors.write(`albums ${sort}`, [next]) });
  }

  async function loadDetail(album: AlbumDocument, summary: AlbumSummary, isOwn: boolean) {
    const tracks = await loadTracks(catalogue, album, isOwn);
    const genres = new Map(tracks.flatMap((track) => catalogueOf(track).genres.map((ref) => [ref.id, ref])));
    return toDetail({
      ...toAlbum(album, summary),
      durationMs: tracks.reduce((sum, { durationMs }) => sum + durationMs, 0),
      genres: [...genres.values()].map(toRef),
      tracks: tracks.map((track) => withUrls(toRecord(track), ANY_QUERY)),
    });
  }

  return {
    /** @throws ProblemError MALFORMED_CURSOR */
    async list(options: AlbumListOptions, reader: TrackReader): Promise<AnswerTemplate> {
      const { artistId, q } = options;
      const tokens = q === undefined ? [] : searchTokens(q);
      // A query of punctuation only has no words, so no album matches it.
      if (q !== undefined && tokens.length === 0) return noAlbums;
      const artist = artistId === undefined ? null : await catalogue.findArtist(artistId);
      const isOwn = artist !== null && isOwnOf(artist, reader);
      const key = JSON.stringify(['albums', { ...options, q: tokens, isOwn }]);
      return answers.remember(key, () => load(options, tokens, isOwn));
    },

    /** @throws ProblemError ALBUM_NOT_FOUND, also when none of its tracks is public */
    async get(id: string, reader: TrackReader): Promise<AnswerTemplate> {
      const { isOwn } = await requireAlbum(catalogue, id, reader);
      return answers.remember(JSON.stringify(['album', id, isOwn]), async () => {
        // Once more, after the cache has noted its generation: the first answer may be older than that.
        const { found, summary } = await requireAlbum(catalogue, id, reader);
        return loadDetail(found, summary, isOwn);
      });
    },
  };
}

export type Albums = ReturnType<typeof createAlbums>;

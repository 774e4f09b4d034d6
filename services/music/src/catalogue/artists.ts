import { cutPage } from '@downbeat/shared/paging';
import { errors } from '../errors.ts';
import {
  type Artist,
  ArtistDetail,
  ArtistPage,
  type ArtistSort,
  Genre,
  GenrePage,
  TrackPage,
} from '../generated/schemas.gen.ts';
import { ANY_QUERY, type AnswerTemplate, createTemplates } from '../tracks/answer-template.ts';
import { type ArtistEntryDocument, type ArtistSummary, keyOf } from '../tracks/catalogue-documents.ts';
import { withUrls } from '../tracks/present-track.ts';
import { searchTokens } from '../tracks/search-tokens.ts';
import type { TrackReader } from '../tracks/visibility.ts';
import { albumDemands, type CatalogueDeps, isOwnOf, toAlbum } from './albums.ts';
import { type Demand, type EntryOrder, wordDemand } from './find-entries.ts';

/** Of the albums and of the tracks in the answer of one artist. */
const NEWEST = 20;
const ARTISTS = 'artists';
const GENRES = 'genres';

const ORDERS: Readonly<Record<ArtistSort, EntryOrder>> = {
  name: { field: 'byName', direction: 1 },
  tracks: { field: 'byTracks', direction: 1 },
};

interface PageOptions {
  limit: number;
  cursor?: string;
}

interface ArtistListOptions extends PageOptions {
  sort: ArtistSort;
}

/** An artist by one of its summaries. */
export const toArtist = ({ _id, uploaderId }: ArtistEntryDocument, summary: ArtistSummary): Artist => {
  const { name, trackCount, albumCount } = summary;
  return { id: _id, name, uploaderId, trackCount, albumCount };
};

const everyone: Demand = { keys: [keyOf.all], condition: null, isExact: true };

/** The demands of a list of artists. */
export function artistDemands(tokens: readonly string[]): [Demand, ...Demand[]] {
  const [first = everyone, ...rest] = tokens.map((token) => wordDemand(token, 'listed'));
  return [first, ...rest];
}

/** @throws ProblemError ARTIST_NOT_FOUND, also when the reader may see none of its tracks */
export async function requireArtist(catalogue: CatalogueDeps['catalogue'], id: string, reader: TrackReader) {
  const found = await catalogue.findArtist(id);
  const isOwn = found !== null && isOwnOf(found, reader);
  const summary = isOwn ? found.own : found?.listed;
  if (!found || !summary) throw errors.ARTIST_NOT_FOUND();
  return { found, summary, isOwn };
}

/** The rules of artists. */
export function createArtists({ catalogue, cursors, answers }: CatalogueDeps) {
  const toPage = createTemplates(ArtistPage);
  const toDetail = createTemplates(ArtistDetail);
  const noArtists = toPage({ items: [], nextCursor: null });

  async function load({ limit, cursor, sort }: ArtistListOptions, tokens: readonly string[]) {
    // Cursors of versions with one order have no order in their name.
    const list = sort === 'name' ? ARTISTS : `${ARTISTS} ${sort}`;
    const [after = null] = cursor === undefined ? [] : cursors.read(list, cursor);
    const demands = artistDemands(tokens);
    const found = await catalogue.listArtists({ demands, order: ORDERS[sort], limit, after });
    const items = found.entries.flatMap((artist) =>
      artist.listed === null ? [] : [toArtist(artist, artist.listed)],
    );
    return toPage({ items, nextCursor: found.next && cursors.write(list, [found.next]) });
  }

  async function loadDetail(artist: ArtistEntryDocument, summary: ArtistSummary, isOwn: boolean) {
    const { _id: artistId } = artist;
    const order = { field: 'byNewest', direction: -1 } as const;
    const demands = albumDemands({ artistId }, [], isOwn);
    const { entries } = await catalogue.listAlbums({ demands, order, limit: NEWEST, after: null });
    const albums = entries.flatMap((album) => {
      const ofAlbum = isOwn ? album.own : album.listed;
      return ofAlbum === null ? [] : [toAlbum(album, ofAlbum)];
    });
    const tracks = await catalogue.tracksOfArtist(artistId, isOwn, NEWEST);
    const newestTracks = tracks.map((track) => withUrls(track, ANY_QUERY));
    return toDetail({ ...toArtist(artist, summary), albums, newestTracks });
  }

  return {
    /** Those with public tracks. @throws ProblemError MALFORMED_CURSOR */
    async list({ q, ...options }: ArtistListOptions & { q?: string }): Promise<AnswerTemplate> {
      const tokens = q === undefined ? [] : searchTokens(q);
      if (q !== undefined && tokens.length === 0) return noArtists;
      const key = JSON.stringify([ARTISTS, options, tokens]);
      return answers.remember(key, () => load(options, tokens));
    },

    /** @throws ProblemError ARTIST_NOT_FOUND, also when none of the tracks is public */
    async get(id: string, reader: TrackReader): Promise<AnswerTemplate> {
      const { isOwn } = await requireArtist(catalogue, id, reader);
      return answers.remember(JSON.stringify(['artist', id, isOwn]), async () => {
        // Once more, after the cache has noted its generation: the first answer may be older than that.
        const { found, summary } = await requireArtist(catalogue, id, reader);
        return loadDetail(found, summary, isOwn);
      });
    },
  };
}

export type Artists = ReturnType<typeof createArtists>;

/** The rules of genres, which are the same for all accounts. */
export function createGenres({ catalogue, cursors, answers }: CatalogueDeps) {
  const toPage = createTemplates(GenrePage);
  const toOne = createTemplates(Genre);
  const toTracks = createTemplates(TrackPage);
  const positionOf = (list: string, cursor: string | undefined): string | null =>
    cursor === undefined ? null : (cursors.read(list, cursor)[0] ?? null);

  return {
    /** @throws ProblemError MALFORMED_CURSOR */
    list: ({ limit, cursor }: PageOptions): Promise<AnswerTemplate> =>
      answers.remember(JSON.stringify([GENRES, limit, cursor]), async () => {
        const found = await catalogue.listGenres(limit + 1, positionOf(GENRES, cursor));
        const { rows, last } = cutPage(found, limit);
        const items = rows.map(({ id, name, trackCount }) => ({ id, name, trackCount }));
        return toPage({ items, nextCursor: last && cursors.write(GENRES, [last.byName]) });
      }),

    /** @throws ProblemError GENRE_NOT_FOUND */
    async get(id: string): Promise<AnswerTemplate> {
      const genre = await catalogue.findGenre(id);
      if (genre === null) throw errors.GENRE_NOT_FOUND();
      const { name, trackCount } = genre;
      return toOne({ id, name, trackCount });
    },

    /** @throws ProblemError MALFORMED_CURSOR */
    tracksOf: (id: string, { limit, cursor }: PageOptions): Promise<AnswerTemplate> =>
      answers.remember(JSON.stringify(['genre', id, limit, cursor]), async () => {
        const list = `genre ${id}`;
        const found = await catalogue.tracksOfGenre(id, limit + 1, positionOf(list, cursor));
        const { rows, last } = cutPage(found, limit);
        const items = rows.map((track) => withUrls(track, ANY_QUERY));
        return toTracks({ items, nextCursor: last && cursors.write(list, [last.id]) });
      }),
  };
}

export type Genres = ReturnType<typeof createGenres>;

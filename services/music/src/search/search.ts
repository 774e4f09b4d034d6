import { createMemoryCache, type Generation } from '@downbeat/shared/cache';
import type { Principal } from '@downbeat/shared/http';
import { type Static, Type } from '@sinclair/typebox';
import { toAlbum } from '../catalogue/albums.ts';
import { toArtist } from '../catalogue/artists.ts';
import { SearchMatches } from '../generated/schemas.gen.ts';
import type { FindPlaylists } from '../playlists/find-playlists.ts';
import { ANY_QUERY, type AnswerTemplate, createTemplates } from '../tracks/answer-template.ts';
import { type UrlQueryOf, withUrls } from '../tracks/present-track.ts';
import { searchTokens, sortKeyOf } from '../tracks/search-tokens.ts';
import { findAlbums, findArtists, findTracks, type MatchDeps, type Matches } from './find-matches.ts';

const CACHE_TTL_SECONDS = 60;
/** Answers in the memory of one instance; one with five tracks has about 5 kB. */
const MEMORY_BYTES = 4 * 1024 * 1024;

interface SearchOptions {
  q: string;
  artistLimit: number;
  albumLimit: number;
  playlistLimit: number;
  trackLimit: number;
}

interface SearchDeps extends MatchDeps {
  findPlaylists: FindPlaylists;
  urlQueryOf: UrlQueryOf;
  /** Advances when any track changes. */
  trackGeneration: Generation;
}

/** The best few artists, albums and tracks, and the reader's playlists. */
export type Search = (
  options: SearchOptions,
  reader: Pick<Principal, 'userId' | 'authSessionId'>,
) => Promise<SearchMatches>;

/** What is the same for all readers, so that it can be cached. */
const SharedMatches = Type.Omit(SearchMatches, ['playlists'], { additionalProperties: false });
type SharedMatches = Static<typeof SharedMatches>;

const nothing: Matches<never> = { items: [], hasMore: false };

type SharedOptions = Omit<SearchOptions, 'playlistLimit'>;

async function findShared(deps: MatchDeps, options: SharedOptions, tokens: string[]): Promise<SharedMatches> {
  const { q, artistLimit, albumLimit, trackLimit } = options;
  const wanted = { name: sortKeyOf(q), tokens };
  const [artists, albums, tracks] = await Promise.all([
    findArtists(deps, { ...wanted, limit: artistLimit }),
    findAlbums(deps, { ...wanted, limit: albumLimit }),
    findTracks(deps, { ...wanted, limit: trackLimit }),
  ]);
  return {
    // Only what has public tracks is found, so there is always a summary of those.
    artists: {
      ...artists,
      items: artists.items.flatMap((artist) => (artist.listed ? [toArtist(artist, artist.listed)] : [])),
    },
    albums: {
      ...albums,
      items: albums.items.flatMap((album) => (album.listed ? [toAlbum(album, album.listed)] : [])),
    },
    tracks: { ...tracks, items: tracks.items.map((track) => withUrls(track, ANY_QUERY)) },
  };
}

export function createSearch(deps: SearchDeps): Search {
  const { findPlaylists, urlQueryOf, trackGeneration } = deps;
  const toTemplate = createTemplates(SharedMatches);
  const answers = createMemoryCache<AnswerTemplate>([trackGeneration], {
    ttlSeconds: CACHE_TTL_SECONDS,
    limit: MEMORY_BYTES,
    sizeOf: ({ bytes }) => bytes,
  });
  return async ({ playlistLimit, ...options }, reader) => {
    const tokens = searchTokens(options.q);
    // A query of punctuation only has no words, so nothing matches it.
    if (tokens.length === 0)
      return { artists: nothing, albums: nothing, playlists: nothing, tracks: nothing };
    const key = JSON.stringify({ ...options, q: [sortKeyOf(options.q), ...tokens] });
    const [shared, playlists] = await Promise.all([
      answers.remember(key, async () => toTemplate(await findShared(deps, options, tokens))),
      findPlaylists(reader, tokens, playlistLimit),
    ]);
    const json = shared.render(urlQueryOf(reader.authSessionId)).toString();
    return { ...(JSON.parse(json) as SharedMatches), playlists };
  };
}

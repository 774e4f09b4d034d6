import { albumDemands } from '../catalogue/albums.ts';
import { artistDemands } from '../catalogue/artists.ts';
import type { CatalogueRepository } from '../catalogue/catalogue-repository.ts';
import type { FoundEntries } from '../catalogue/find-entries.ts';
import type { AlbumDocument, ArtistEntryDocument } from '../tracks/catalogue-documents.ts';
import type { TrackRecord, TrackRepository } from '../tracks/repository.ts';

/** What is looked for. */
interface Wanted {
  /** What was typed, in the form by which lists are sorted. */
  name: string;
  /** Its words; at least one. */
  tokens: readonly string[];
  /** Of each kind. */
  limit: number;
  /** How many times a search looks at the next candidates as long as it has found nothing; fewer than usual. */
  maxWindows?: number;
}

export interface Matches<T> {
  items: T[];
  hasMore: boolean;
}

export interface MatchDeps {
  catalogue: CatalogueRepository;
  trackRepository: TrackRepository;
}

/** Those with exactly the name, then the others. */
function namedFirst<T extends { _id: string }>(
  named: readonly T[],
  { entries, next }: FoundEntries<T>,
  limit: number,
): Matches<T> {
  const all = new Map([...named, ...entries].map((entry) => [entry._id, entry]));
  return { items: [...all.values()].slice(0, limit), hasMore: all.size > limit || next !== null };
}

const none = { items: [], hasMore: false };

/** The artists with the most tracks. */
export async function findArtists(
  { catalogue }: MatchDeps,
  { name, tokens, ...window }: Wanted,
): Promise<Matches<ArtistEntryDocument>> {
  if (window.limit === 0) return none;
  const order = { field: 'byTracks', direction: 1 } as const;
  const [named, others] = await Promise.all([
    catalogue.artistsNamed(name, window.limit),
    catalogue.listArtists({ demands: artistDemands(tokens), order, after: null, ...window }),
  ]);
  return namedFirst(named, others, window.limit);
}

/** The albums that got a track last. */
export async function findAlbums(
  { catalogue }: MatchDeps,
  { name, tokens, ...window }: Wanted,
): Promise<Matches<AlbumDocument>> {
  if (window.limit === 0) return none;
  const order = { field: 'byNewest', direction: -1 } as const;
  const [named, others] = await Promise.all([
    catalogue.albumsTitled(name, window.limit),
    catalogue.listAlbums({ demands: albumDemands({}, tokens, false), order, after: null, ...window }),
  ]);
  return namedFirst(named, others, window.limit);
}

/** The tracks by relevance; with `inTitle` only those that have the rarest word in the title. */
export async function findTracks(
  { trackRepository }: MatchDeps,
  { tokens, limit, maxWindows }: Wanted,
  inTitle = false,
): Promise<Matches<TrackRecord>> {
  if (limit === 0) return none;
  const { items, next } = await trackRepository.list({
    ...{ sort: 'relevance', tokens, limit, inTitle, after: null },
    ...(maxWindows !== undefined && { maxWindows }),
  });
  return { items, hasMore: next !== null };
}

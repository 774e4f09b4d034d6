import type { ImportedEntry } from '../generated/schemas.gen.ts';
import { DURATION_TOLERANCE_MS, type FindByTitle, type NamedTrack } from '../tracks/find-by-title.ts';
import type { TrackRecord, TrackRepository } from '../tracks/repository.ts';
import { sortKeyOf } from '../tracks/search-tokens.ts';
import type { TrackReader } from '../tracks/visibility.ts';
import type { FileEntry } from './formats/playlist-file.ts';

interface MatchDeps {
  tracks: Pick<TrackRepository, 'findMany'>;
  findByTitle: FindByTitle;
}

/** Finds the track of each entry: by our own id, or by title, artist and duration. */
export async function matchEntries(
  { tracks, findByTitle }: MatchDeps,
  entries: readonly FileEntry[],
  reader: TrackReader,
): Promise<ImportedEntry[]> {
  const ids = entries.flatMap(({ trackId }) => trackId ?? []);
  const byId = await tracks.findMany(ids, reader);
  const isKnown = ({ trackId }: FileEntry): boolean => trackId !== null && byId.has(trackId);
  const named = entries.filter(
    (entry): entry is FileEntry & NamedTrack => !isKnown(entry) && entry.title !== null,
  );
  const found = await findByTitle(named, reader.userId);
  const candidates = new Map<FileEntry, TrackRecord[]>(
    named.map((entry, index) => [entry, found[index] ?? []]),
  );
  return entries.map((entry) => {
    if (isKnown(entry)) return imported(entry, entry.trackId, 'id');
    return imported(entry, bestOf(candidates.get(entry) ?? [], entry), 'metadata');
  });
}

function imported(
  { title, artist, durationMs }: FileEntry,
  trackId: string | null,
  matchedBy: 'id' | 'metadata',
): ImportedEntry {
  return {
    title,
    artist,
    durationMs,
    trackId,
    matchedBy: trackId === null ? null : matchedBy,
  };
}

/** The track of the artist whose duration is closest. A title alone is enough when only one track has it. */
function bestOf(named: readonly TrackRecord[], { artist, durationMs }: FileEntry): string | null {
  const distance = (track: TrackRecord): number =>
    durationMs === null ? 0 : Math.abs(track.durationMs - durationMs);
  const fitting = named.filter(
    (track) => (artist === null || isBy(track, artist)) && distance(track) <= DURATION_TOLERANCE_MS,
  );
  if (artist === null && durationMs === null && fitting.length > 1) return null;
  return fitting.toSorted((a, b) => distance(a) - distance(b))[0]?.id ?? null;
}

/** Whether it is the account, one of the artists of the tags, or all of them, as the tags or an export name them. */
function isBy(track: TrackRecord, name: string): boolean {
  const { artist, taggedArtist, artists = [] } = track;
  const wanted = sortKeyOf(name);
  const names = [artist.name, taggedArtist ?? '', ...artists.map((one) => one.name), artistNameOf(track)];
  return names.some((other) => sortKeyOf(other) === wanted);
}

/** The artists of the tags, or the account without them. */
export const artistNameOf = ({
  artist,
  artists = [artist],
}: Pick<TrackRecord, 'artist' | 'artists'>): string => artists.map(({ name }) => name).join(', ');

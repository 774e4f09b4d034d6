import { albumWithFiles } from '../catalogue/albums.ts';
import type { CatalogueRepository } from '../catalogue/catalogue-repository.ts';
import { errors } from '../errors.ts';
import { requireReadable } from '../playlists/access.ts';
import { artistNameOf } from '../playlists/match-entries.ts';
import type { PlaylistRepository } from '../playlists/repository.ts';
import type { Storage } from '../storage/storage.ts';
import type { TrackFile, TrackRepository } from '../tracks/repository.ts';
import type { TrackReader } from '../tracks/visibility.ts';
import { type Archive, createArchive, lengthOf } from './archive.ts';
import { safeName } from './file-names.ts';
import { type ArchiveEntry, distinctTracks, planEntries, type StoredTrack } from './plan.ts';

export interface DownloadLimits {
  /** In one archive. */
  tracks: number;
  bytes: number;
}

interface DownloadsDeps {
  catalogue: CatalogueRepository;
  playlistRepository: PlaylistRepository;
  trackRepository: TrackRepository;
  storage: Storage;
  downloadLimits: DownloadLimits;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** An album or playlist, with the tracks that the reader sees. */
export interface Collection {
  title: string;
  /** Of the archive. */
  filename: string;
  tracks: readonly StoredTrack[];
  /** Each track once. */
  trackCount: number;
}

export type Downloads = ReturnType<typeof createDownloads>;

/** Files that are looked for at the same time. */
const CHECKS_AT_ONCE = 16;

const bytesOf = ({ files }: StoredTrack): number => files.audio.bytes + (files.cover?.bytes ?? 0);

async function isThere(storage: Storage, { key, bytes }: TrackFile): Promise<boolean> {
  const found = await storage.stat(key);
  return found?.bytes === bytes;
}

/** The track without the files that are not there; null without its audio file. */
async function withFoundFiles(storage: Storage, track: StoredTrack): Promise<StoredTrack | null> {
  const { audio, cover } = track.files;
  if (!(await isThere(storage, audio))) return null;
  if (cover === null || (await isThere(storage, cover))) return track;
  return { ...track, files: { audio, cover: null } };
}

/** Stops when `left` aborts. By id; null for those whose audio file is not there. */
async function checkFiles(
  storage: Storage,
  tracks: readonly StoredTrack[],
  left: AbortSignal,
): Promise<Map<string, StoredTrack | null>> {
  const found = new Map<string, StoredTrack | null>();
  for (let start = 0; start < tracks.length; start += CHECKS_AT_ONCE) {
    left.throwIfAborted();
    const some = tracks.slice(start, start + CHECKS_AT_ONCE);
    const results = await Promise.all(some.map((track) => withFoundFiles(storage, track)));
    for (const [index, { record }] of some.entries()) found.set(record.id, results[index] ?? null);
  }
  return found;
}

/** What can be downloaded as one archive. */
export function createDownloads(deps: DownloadsDeps) {
  const { catalogue, playlistRepository, trackRepository, storage, downloadLimits: limits, now } = deps;

  /** @throws ProblemError DOWNLOAD_TOO_LARGE */
  function collect(title: string, name: string, tracks: readonly StoredTrack[]): Collection {
    const distinct = distinctTracks(tracks);
    const bytes = distinct.reduce((sum, track) => sum + bytesOf(track), 0);
    if (distinct.length > limits.tracks || bytes > limits.bytes) {
      const detail = `This has ${distinct.length} tracks with ${bytes} bytes; at most ${limits.tracks} tracks and ${limits.bytes} bytes are allowed.`;
      throw errors.DOWNLOAD_TOO_LARGE({ detail });
    }
    return { title, filename: `${safeName(name)}.zip`, tracks, trackCount: distinct.length };
  }

  async function entriesOf({ title, tracks }: Collection, left: AbortSignal): Promise<ArchiveEntry[]> {
    const distinct = distinctTracks(tracks);
    const there = await checkFiles(storage, distinct, left);
    const missing = distinct
      .filter(({ record }) => !there.get(record.id))
      .map(({ record }) => `${artistNameOf(record)} - ${record.title}`);
    const kept = tracks.flatMap(({ record }) => there.get(record.id) ?? []);
    return planEntries({ title, tracks: kept, missing }, new Date(now()));
  }

  return {
    /** @throws ProblemError ALBUM_NOT_FOUND, DOWNLOAD_TOO_LARGE */
    async ofAlbum(id: string, reader: TrackReader): Promise<Collection> {
      const { title, artistName, tracks } = await albumWithFiles(catalogue, id, reader);
      return collect(title, `${artistName} - ${title}`, tracks);
    },

    /** @throws ProblemError PLAYLIST_NOT_FOUND, DOWNLOAD_TOO_LARGE */
    async ofPlaylist(id: string, reader: TrackReader): Promise<Collection> {
      const { name, items } = await requireReadable(playlistRepository, id, reader.userId);
      const trackIds = items.map(({ trackId }) => trackId);
      const found = await trackRepository.findManyWithFiles(trackIds, reader);
      return collect(
        name,
        name,
        trackIds.flatMap((trackId) => found.get(trackId) ?? []),
      );
    },

    /**
     * @param left aborts when the client has left
     * @throws ProblemError STORAGE_UNAVAILABLE; the reason of `left`
     */
    async archive(collection: Collection, left: AbortSignal): Promise<Archive> {
      return createArchive(storage, await entriesOf(collection, left));
    },

    /** The length of that archive, of which nothing is opened. Throws as `archive` does. */
    async archiveBytes(collection: Collection, left: AbortSignal): Promise<number> {
      return lengthOf(await entriesOf(collection, left));
    },
  };
}

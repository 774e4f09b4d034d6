import type { Creation, Principal } from '@downbeat/shared/http';
import { firstCharacters, hasVisibleCharacter } from '@downbeat/shared/text';
import { errors } from '../errors.ts';
import type { PlaylistFileFormat, PlaylistImport, PlaylistImportResult } from '../generated/schemas.gen.ts';
import type { QuotasOf } from '../quota.ts';
import type { FindByTitle } from '../tracks/find-by-title.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import { type Owner, requireReadable } from './access.ts';
import { jspf } from './formats/jspf.ts';
import { m3u } from './formats/m3u.ts';
import { type PlaylistFormat, unreadable } from './formats/playlist-file.ts';
import { xspf } from './formats/xspf.ts';
import { artistNameOf, matchEntries } from './match-entries.ts';
import type { PlaylistRepository } from './repository.ts';
import type { Playlists } from './service.ts';

const formats: Readonly<Record<PlaylistFileFormat, PlaylistFormat>> = { m3u8: m3u, xspf, jspf };

const DEFAULT_NAME = 'Imported playlist';
const MAX_NAME_LENGTH = 100;

interface TransferDeps {
  repository: PlaylistRepository;
  playlists: Pick<Playlists, 'create'>;
  tracks: TrackRepository;
  findByTitle: FindByTitle;
  quotasOf: QuotasOf;
}

export type PlaylistTransfer = ReturnType<typeof createPlaylistTransfer>;

/** Playlists from files of other programs, and to files. */
export function createPlaylistTransfer(deps: TransferDeps) {
  const { repository, playlists, tracks, quotasOf } = deps;
  return {
    /** @throws ProblemError PLAYLIST_FILE_UNREADABLE, PLAYLIST_FULL, PLAYLIST_LIMIT_REACHED */
    importFile: async (
      creation: Creation,
      owner: Owner,
      { text: written, format, name, visibility }: PlaylistImport,
    ): Promise<PlaylistImportResult> => {
      // Of some editors a file begins with a byte order mark.
      const text = written.replace(/^\uFEFF/, '');
      const file = formats[format ?? formatOf(text)].read(text);
      const needed = file.entries.length;
      if (needed === 0) throw unreadable('This file names no track');
      const { playlistItems: limit } = quotasOf(owner.role);
      if (needed > limit) throw tooLong(needed, limit);
      const entries = await matchEntries(deps, file.entries, owner);
      const trackIds = entries.flatMap(({ trackId }) => trackId ?? []);
      if (trackIds.length === 0) throw unreadable('None of the tracks in this file is here');
      const playlist = await playlists.create(creation, owner, {
        name: name ?? shownName(file.name),
        ...(visibility && { visibility }),
        trackIds,
      });
      return { playlistId: playlist.id, name: playlist.name, matched: trackIds.length, entries };
    },

    /** With the tracks that the reader sees. @throws ProblemError PLAYLIST_NOT_FOUND */
    exportFile: async (id: string, reader: Pick<Principal, 'userId' | 'role'>, name: PlaylistFileFormat) => {
      const playlist = await requireReadable(repository, id, reader.userId);
      const trackIds = playlist.items.map(({ trackId }) => trackId);
      const records = await tracks.findMany(trackIds, reader);
      const format = formats[name];
      const written = trackIds.flatMap((trackId) => {
        const record = records.get(trackId);
        return record === undefined ? [] : [{ ...record, artistName: artistNameOf(record) }];
      });
      const text = format.write({ ...playlist, tracks: written });
      return { text, mediaType: format.mediaType, filename: fileNameOf(playlist.name) + format.extension };
    },
  };
}

const tooLong = (needed: number, limit: number) =>
  errors.PLAYLIST_FULL({
    detail: `This file names ${needed} tracks, and a playlist has at most ${limit}. Split the file.`,
    quota: { name: 'playlistItems', used: 0, limit },
  });

/** By the first sign: XML, JSON or lines. */
function formatOf(text: string): PlaylistFileFormat {
  const [first] = text.trimStart();
  if (first === '<') return 'xspf';
  return first === '{' ? 'jspf' : 'm3u8';
}

/** The name in a file, as the contract allows names. */
function shownName(name: string | null): string {
  const text = (name ?? '').replaceAll(/[\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069]/gu, ' ').trim();
  return hasVisibleCharacter(text) ? firstCharacters(text, MAX_NAME_LENGTH) : DEFAULT_NAME;
}

/** Without the signs that systems do not allow in the names of files. */
const fileNameOf = (name: string): string => name.replaceAll(/[/\\:*?"<>|]/g, '-');

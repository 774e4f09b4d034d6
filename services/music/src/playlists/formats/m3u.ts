import {
  durationOrNull,
  type FileEntry,
  locationOf,
  type PlaylistFormat,
  textOrNull,
  trackIdIn,
  unreadable,
  type WrittenTrack,
} from './playlist-file.ts';

const SEPARATOR = ' - ';
/** Seconds, attributes of some programs, and the name behind the first comma that is in no attribute. */
const INFO = /^#EXTINF:\s*(-?[\d.]+)(?:\s+[\w-]+="[^"]*")*\s*,(.*)$/i;
const FILE_EXTENSION = /\.\w{2,5}$/;

/** `Artist - Title`, or a title alone. */
function namesIn(text: string): Pick<FileEntry, 'title' | 'artist'> {
  const at = text.indexOf(SEPARATOR);
  if (at === -1) return { title: textOrNull(text), artist: null };
  return { artist: textOrNull(text.slice(0, at)), title: textOrNull(text.slice(at + SEPARATOR.length)) };
}

/** What the name of a file says, where nothing else does. */
function fileNameIn(location: string): string {
  const last = location.split(/[/\\]/).at(-1) ?? '';
  const [path = ''] = last.split(/[?#]/, 1);
  return decoded(path).replace(FILE_EXTENSION, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A comment of M3U, or a path, the name of a file or an identifier. All other texts would be playlists, too. */
const SIGN_OF_M3U = /^#EXT|^#PLAYLIST:|^urn:|[/\\]|\.\w{2,5}$/;

const NOTHING: FileEntry = { title: null, artist: null, durationMs: null, trackId: null };

/** M3U in UTF-8, as players write it: comments with `#EXTINF`, `#EXTART` and `#PLAYLIST`, and one location for each track. */
export const m3u: PlaylistFormat = {
  extension: '.m3u8',
  mediaType: 'audio/mpegurl',

  read(text) {
    let name: string | null = null;
    let next = NOTHING;
    const entries: FileEntry[] = [];
    const lines = text.split(/\r\n?|\n/).map((each) => each.trim());
    if (!lines.some((line) => SIGN_OF_M3U.test(line)))
      throw unreadable('This is not M3U: no line is a path, the name of a file or a comment of M3U');
    for (const line of lines) {
      const [, seconds, names = ''] = INFO.exec(line) ?? [];
      if (seconds !== undefined)
        next = { ...next, ...namesIn(names), durationMs: durationOrNull(Number(seconds) * 1000) };
      else if (line.startsWith('#EXTART:')) next = { ...next, artist: textOrNull(line.slice(8)) };
      else if (line.startsWith('#PLAYLIST:')) name = textOrNull(line.slice(10));
      else if (line !== '' && !line.startsWith('#')) {
        const { title, artist } = next.title === null ? namesIn(fileNameIn(line)) : next;
        entries.push({ ...next, title, artist: next.artist ?? artist, trackId: trackIdIn(line) });
        next = NOTHING;
      }
    }
    return { name, entries };
  },

  write: ({ name, tracks }) =>
    writeM3u(
      name,
      tracks.map((track) => ({ ...track, location: locationOf(track.id) })),
    ),
};

/** M3U with these locations: paths of this service, or the names of files beside it. */
export const writeM3u = (name: string, tracks: readonly LocatedTrack[]): string =>
  ['#EXTM3U', `#PLAYLIST:${name}`, ...tracks.flatMap(linesOf), ''].join('\n');

type LocatedTrack = Omit<WrittenTrack, 'id'> & { location: string };

function linesOf({ location, title, artistName, album, durationMs }: LocatedTrack): string[] {
  return [
    `#EXTINF:${Math.round(durationMs / 1000)},${artistName}${SEPARATOR}${title}`,
    ...(album === null ? [] : [`#EXTALB:${album}`]),
    location,
  ];
}

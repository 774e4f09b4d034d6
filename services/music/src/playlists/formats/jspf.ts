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

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => Object(value) as Fields;

/** Locations and identifiers are lists, and in files of some programs one text. */
const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');

function entryOf(track: unknown): FileEntry {
  const { title, creator, duration, identifier, location } = fieldsOf(track);
  const ids = [...textsIn(identifier), ...textsIn(location)].map(trackIdIn);
  return {
    title: textOrNull(title),
    artist: textOrNull(creator),
    durationMs: durationOrNull(duration),
    trackId: ids.find((id) => id !== null) ?? null,
  };
}

function parsed(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw unreadable('This is not JSON');
  }
}

/** JSPF: the fields of XSPF as JSON (https://www.xspf.org/jspf). */
export const jspf: PlaylistFormat = {
  extension: '.jspf',
  mediaType: 'application/jspf+json',

  read(text) {
    const { title, track } = fieldsOf(parsed(text)['playlist']);
    if (!Array.isArray(track)) throw unreadable('There is no list playlist.track in this file');
    return { name: textOrNull(title), entries: track.map(entryOf) };
  },

  write: ({ name, description, ownerName, tracks }) =>
    JSON.stringify({
      playlist: {
        title: name,
        ...(ownerName !== null && { creator: ownerName }),
        ...(description !== null && { annotation: description }),
        track: tracks.map(trackOf),
      },
    }),
};

function trackOf({ id, title, artistName, album, durationMs }: WrittenTrack) {
  return {
    ...{ location: [locationOf(id)], identifier: [`urn:uuid:${id}`] },
    ...{ title, creator: artistName, ...(album !== null && { album }), duration: durationMs },
  };
}

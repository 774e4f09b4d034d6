// Reads from the tags of a file what a track has of them, in the way in which they are found in real files.
import { selectCover, type IAudioMetadata, type IPicture } from 'music-metadata';
import { lengthOf } from '@downbeat/shared/text';
import { type LyricsLine, parseLyrics, timedLyrics } from './lyrics-text.ts';
import { sanitizeText } from './sanitize-text.ts';

type Tags = Pick<IAudioMetadata, 'common' | 'native' | 'quality'>;
type Decode = (text: string) => string;

/** Between several artists or genres. Names contain commas and slashes, and hardly ever this. */
const SEPARATOR = '; ';
/** The kinds of tags in which nothing says how the text is encoded; the library reads them as ISO 8859-1. */
const UNDECLARED = ['exif', 'ID3v1'];

/** Text of a few bytes, which are UTF-8 if they can be, and Windows-1252 otherwise. */
export function decodeUndeclared(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeCutUtf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes);
  }
}

/** UTF-8 whose last character is incomplete, as in the 30 bytes of an ID3v1 title. A whole one shows that it is UTF-8. */
function decodeCutUtf8(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return /\P{ASCII}/u.test(text) ? text : null;
  } catch {
    return null;
  }
}

const textsOf = (values: readonly unknown[] = []): string[] =>
  values.filter((value) => typeof value === 'string');

/** Decodes the texts that come from a tag without a declared encoding. */
export function createDecode({ native }: Tags): Decode {
  const undeclared = new Set(UNDECLARED.flatMap((type) => textsOf(native[type]?.map(({ value }) => value))));
  return (text) => {
    const bytes = Buffer.from(text, 'latin1');
    return undeclared.has(text) && bytes.toString('latin1') === text ? decodeUndeclared(bytes) : text;
  };
}

const ARTIST_TAG = /^(?:artist|TPE1|TP1|©ART|IART)$/i;

/**
 * All artists of a file. Of the kinds of tags in it, those of the kind from which the library takes the artist. Before
 * ID3v2.4 it splits a name at each slash, although most names with one are one name.
 */
export function artistsOf({ common, native, quality }: Tags): string[] {
  const { artist } = common;
  if (artist === undefined) return [];
  for (const [type, tags] of Object.entries(native)) {
    const artists = textsOf(tags.filter(({ id }) => ARTIST_TAG.test(id)).map(({ value }) => value));
    if (artists[0] !== artist) continue;
    const hasList = quality.warnings.some(({ message }) => message.includes('TPE1 uses non standard null'));
    return type === 'ID3v2.3' && !hasList ? [artists.join('/')] : artists;
  }
  return [artist];
}

/** What taggers and players write for a collection of several artists. */
const COMPILATION_ARTIST = 'Various Artists';

/** The artist of the whole album. A compilation without one is of various artists. */
export function albumArtistOf({ albumartist, compilation }: Tags['common']): string | undefined {
  return albumartist ?? (compilation === true ? COMPILATION_ARTIST : undefined);
}

/** Several values as one text; a value that does not fit any more is left out as a whole. */
export function joinValues(values: readonly string[], maxLength: number): string | null {
  const kept: string[] = [];
  for (const value of values) {
    const text = sanitizeText(value, maxLength);
    if (text === null || kept.includes(text)) continue;
    if (lengthOf([...kept, text].join(SEPARATOR)) <= maxLength) kept.push(text);
  }
  return kept.length === 0 ? null : kept.join(SEPARATOR);
}

/** No recording is older, and fewer digits are a day, a month or an abbreviation. */
const YEAR = /(?<!\d)[1-9]\d{3}(?!\d)/;
/** A date without separators. */
const COMPACT_DATE = /(?<!\d)([1-9]\d{3})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)/;
const DATE_TAG = /^(?:date|year|TDRC|TYER|TYE|TDR|TDRV|©day|ICRD)$/i;

const yearIn = (text: string): number | null => {
  const [year] = YEAR.exec(text) ?? COMPACT_DATE.exec(text)?.slice(1) ?? [];
  return year === undefined ? null : Number(year);
};

/** The year in the first date of the tags that has one, in any order of day, month and year. */
export function yearOf({ common, native }: Tags): number | null {
  const dates = Object.values(native).flatMap((tags) => tags.filter(({ id }) => DATE_TAG.test(id)));
  const texts = [common.date, ...dates.map(({ value }) => value)];
  for (const text of texts) {
    const year = typeof text === 'string' ? yearIn(text) : null;
    if (year !== null) return year;
  }
  return null;
}

/** Lyrics as text; ID3v2 has its own kinds, which the library reads into `common`. */
const LYRICS_TAG = /^(?:LYRICS|UNSYNCEDLYRICS|©lyr|WM\/Lyrics)$/i;
/** ID3v2.4, 4.9: times in milliseconds, and not in frames of MPEG. */
const IN_MILLISECONDS = 2;

/** The lyrics of a file: those with times, if there are any. */
export function lyricsOf({ common: { lyrics = [] }, native }: Tags): LyricsLine[] {
  const raw = Object.values(native).flatMap((tags) => tags.filter(({ id }) => LYRICS_TAG.test(id)));
  const texts = [...textsOf(raw.map(({ value }) => value)), ...lyrics.map(({ text = '' }) => text)];
  const timed = lyrics
    .filter(({ timeStampFormat }) => timeStampFormat === IN_MILLISECONDS)
    .map(({ syncText }) => timedLyrics(syncText));
  const found = [...timed, ...texts.map(parseLyrics)].filter((lines) => lines.length > 0);
  return found.find(([first]) => first?.startMs !== null) ?? found[0] ?? [];
}

/** More pictures than a file has that can be one of them the cover. */
const MAX_PICTURES = 8;
const MAX_PICTURE_BYTES = 10 * 1024 * 1024;
const MAX_PICTURES_BYTES = 2 * MAX_PICTURE_BYTES;

/** The embedded pictures that may be the cover, the best first, within limits of their number and size. */
export function picturesOf({ picture: pictures = [] }: Tags['common']): Uint8Array[] {
  const front = selectCover(pictures);
  const ordered = [front, ...pictures.filter((picture) => picture !== front)];
  let bytes = 0;
  const kept = ordered.filter((picture): picture is IPicture => {
    const length = picture?.data.length ?? Infinity;
    if (length > MAX_PICTURE_BYTES || bytes + length > MAX_PICTURES_BYTES) return false;
    bytes += length;
    return true;
  });
  // Copies, because the parser's views may keep far larger buffers alive.
  return kept.slice(0, MAX_PICTURES).map(({ data }) => new Uint8Array(data));
}

import { MAX_TEXT_LENGTH } from '../audio/metadata.ts';
import { sanitizeText } from '../audio/sanitize-text.ts';
import type { Author } from './artist-names.ts';
import type { TrackChange } from '../generated/schemas.gen.ts';
import type { UploadForm } from './receive-upload.ts';
import type { TrackRecord } from './repository.ts';
import type { ValidatedUpload } from './validate-upload.ts';
import { accessKeyFor } from './visibility.ts';

const UNTITLED = 'Untitled';

const sanitize = (text: string | undefined): string | null => sanitizeText(text, MAX_TEXT_LENGTH);

type Numbers = Pick<TrackRecord, 'year' | 'discNumber' | 'trackNumber'>;

const numbersOf = ({ text }: UploadForm, metadata: ValidatedUpload['metadata']): Numbers => ({
  // Programs that know no year send 0.
  year: text.year === 0 ? metadata.year : (text.year ?? metadata.year),
  discNumber: text.discNumber ?? metadata.discNumber,
  trackNumber: text.trackNumber ?? metadata.trackNumber,
});

/** The track of an upload: the form takes precedence over the file's tags, and those over the file name. */
export function toTrackRecord(
  id: string,
  author: Author,
  form: UploadForm,
  { format, metadata }: ValidatedUpload,
): TrackRecord {
  const { text, audio } = form;
  const createdAt = new Date().toISOString();
  const { visibility = 'public' } = text;
  return {
    id,
    title: sanitize(text.title) ?? metadata.title ?? sanitize(audio.stem) ?? UNTITLED,
    artist: author,
    taggedArtist: sanitize(text.artist) ?? metadata.artist,
    album: sanitize(text.album) ?? metadata.album,
    albumArtist: sanitize(text.albumArtist) ?? metadata.albumArtist,
    genre: sanitize(text.genre) ?? metadata.genre,
    ...numbersOf(form, metadata),
    durationMs: metadata.durationMs,
    gainDb: null,
    contentType: format.contentType,
    visibility,
    accessKey: accessKeyFor(visibility),
    bytes: audio.file.bytes,
    // Known once the cover is in storage.
    coverVersion: null,
    coverPlaceholder: null,
    createdAt,
    updatedAt: createdAt,
  };
}

/** The texts of an edit as they are stored. One that is empty once it is sanitized is removed; a title stays. */
export function toEditedTexts(change: TrackChange): TrackChange {
  const { title, taggedArtist, album, albumArtist, genre, ...rest } = change;
  const edited: TrackChange = rest;
  const texts = Object.entries({ taggedArtist, album, albumArtist, genre }) as [TextField, TagText][];
  for (const [field, text] of texts) {
    if (text !== undefined) edited[field] = sanitize(text ?? undefined);
  }
  const titled = sanitize(title);
  return titled === null ? edited : { ...edited, title: titled };
}

type TextField = 'taggedArtist' | 'album' | 'albumArtist' | 'genre';
type TagText = string | null | undefined;

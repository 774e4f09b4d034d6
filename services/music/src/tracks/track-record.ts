import { MAX_TEXT_LENGTH } from '../audio/metadata.ts';
import { sanitizeText } from '../audio/sanitize-text.ts';
import type { Author } from './artist-names.ts';
import type { UploadForm } from './receive-upload.ts';
import type { TrackRecord } from './repository.ts';
import type { ValidatedUpload } from './validate-upload.ts';

const UNTITLED = 'Untitled';

const sanitize = (text: string | undefined): string | null => sanitizeText(text, MAX_TEXT_LENGTH);

/** The track of an upload: the form takes precedence over the file's tags, and those over the file name. */
export function toTrackRecord(
  id: string,
  author: Author,
  form: UploadForm,
  { format, metadata, cover }: ValidatedUpload,
): TrackRecord {
  const { text, audio } = form;
  const createdAt = new Date().toISOString();
  return {
    id,
    title: sanitize(text.title) ?? metadata.title ?? sanitize(audio.stem) ?? UNTITLED,
    artist: author,
    taggedArtist: sanitize(text.artist) ?? metadata.artist,
    album: sanitize(text.album) ?? metadata.album,
    genre: sanitize(text.genre) ?? metadata.genre,
    // Programs that know no year send 0.
    year: text.year === 0 ? metadata.year : (text.year ?? metadata.year),
    trackNumber: text.trackNumber ?? metadata.trackNumber,
    durationMs: metadata.durationMs,
    gainDb: null,
    contentType: format.contentType,
    bytes: audio.file.bytes,
    hasCover: cover !== null,
    createdAt,
    updatedAt: createdAt,
  };
}

import { readFile } from 'node:fs/promises';
import { ProblemError } from '@downbeat/shared/errors';
import { detectFileFormat, type AudioFormat } from '../audio/audio-format.ts';
import { COVER_TOO_EXPENSIVE, toCover } from '../audio/cover.ts';
import { isTruncated, lacksAudio } from '../audio/integrity/integrity.ts';
import type { AudioMetadata } from '../audio/metadata-worker.ts';
import { MAX_TEXT_LENGTH, type MetadataReader } from '../audio/metadata.ts';
import { sanitizeText } from '../audio/sanitize-text.ts';
import { AUDIO_ALLOWED, errors, formFault } from '../errors.ts';
import type { Author } from './artist-names.ts';
import type { TrackRecord } from './repository.ts';
import type { UploadForm } from './upload.ts';

/** What is known about an upload once its files have been read. */
export interface ValidatedUpload {
  format: AudioFormat;
  metadata: AudioMetadata;
  /** A re-encoded JPEG. */
  cover: Buffer | null;
}

/**
 * A separate cover must be valid. An embedded cover that is not valid, or too expensive to convert, is left out:
 * the track is accepted without it.
 */
async function coverOf({ cover }: UploadForm, { picture }: AudioMetadata): Promise<Buffer | null> {
  if (cover !== null) return toCover(await readFile(cover.file.path));
  if (picture === null) return null;
  try {
    return await toCover(picture);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === 'COVER_NOT_RECOGNISED' || error.detail === COVER_TOO_EXPENSIVE) return null;
    throw error;
  }
}

/** @throws ProblemError AUDIO_UNREADABLE */
async function requireIntact(path: string, { contentType }: AudioFormat): Promise<void> {
  const fault = formFault('audio', AUDIO_ALLOWED);
  if (await isTruncated(path, contentType)) {
    throw errors.AUDIO_UNREADABLE({ detail: 'The file is truncated.', ...fault });
  }
  if (await lacksAudio(path, contentType)) {
    throw errors.AUDIO_UNREADABLE({ detail: 'Much of the file is not audio.', ...fault });
  }
}

/** @throws ProblemError AUDIO_NOT_RECOGNISED, AUDIO_UNREADABLE, COVER_NOT_RECOGNISED; UNAVAILABLE when too many wait */
export async function validateUpload(form: UploadForm, reader: MetadataReader): Promise<ValidatedUpload> {
  const { path } = form.audio.file;
  const format = await detectFileFormat(path);
  if (format === null) throw errors.AUDIO_NOT_RECOGNISED(formFault('audio', AUDIO_ALLOWED));
  await requireIntact(path, format);
  const metadata = await reader.read(path);
  return { format, metadata, cover: await coverOf(form, metadata) };
}

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
    year: text.year ?? metadata.year,
    trackNumber: text.trackNumber ?? metadata.trackNumber,
    durationMs: metadata.durationMs,
    contentType: format.contentType,
    bytes: audio.file.bytes,
    hasCover: cover !== null,
    createdAt,
    updatedAt: createdAt,
  };
}

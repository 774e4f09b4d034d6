// What an upload is refused for, in this order:
//   role, uploads in a minute                                 the contract and rate-limits.ts, before all else
//   EMAIL_NOT_VERIFIED                                        upload-route.ts, as the next three before the body is read
//   FILE_TOO_LARGE, by the announced length                   refuseOversizedForm, below
//   RATE_LIMITED, too many at once                            upload-route.ts
//   QUOTA_EXCEEDED, STORAGE_FULL                              requireQuota (service.ts), requireSpace (upload-staging.ts)
//   a form that is broken, too slow or too large              multipart.ts of services/shared
//   AUDIO_NOT_RECOGNISED, by the first bytes                  requireAudio, below, called by receive-upload.ts
//   FILE_TOO_LARGE, STORAGE_FULL, while bytes are written     storage/upload-staging.ts
//   VALIDATION_FAILED, by the text parts                      requireTextLengths, below
//   AUDIO_NOT_RECOGNISED, AUDIO_UNREADABLE, COVER_...         validateUpload, below
//   QUOTA_EXCEEDED, when two uploads together exceed it       service.ts, in the transaction
import { readFile } from 'node:fs/promises';
import { commonErrors, fileTooLarge, ProblemError } from '@downbeat/shared/errors';
import { detectFileFormat, detectFormat, SAMPLE_BYTES, type AudioFormat } from '../audio/audio-format.ts';
import { COVER_TOO_EXPENSIVE, MAX_COVER_BYTES, toCover } from '../audio/cover.ts';
import { isTruncated, lacksAudio } from '../audio/integrity/integrity.ts';
import type { AudioMetadata } from '../audio/metadata-worker.ts';
import { MAX_TEXT_LENGTH, type MetadataReader } from '../audio/metadata.ts';
import { exceedsMax } from '../audio/sanitize-text.ts';
import { AUDIO_ALLOWED, errors, formFault } from '../errors.ts';
import type { UploadForm, UploadText } from './receive-upload.ts';

/** For the text parts, part headers and boundaries of a form. */
const FORM_OVERHEAD_BYTES = 256 * 1024;

/**
 * Refuses a form by its Content-Length before reading it, when it exceeds both file limits together. Which part is too
 * large is unknown at that point; the answer names the audio.
 */
export function refuseOversizedForm(contentLength: string | undefined, maxAudioBytes: number): void {
  const maxFormBytes = maxAudioBytes + MAX_COVER_BYTES + FORM_OVERHEAD_BYTES;
  if (Number(contentLength ?? 0) > maxFormBytes) throw fileTooLarge(maxAudioBytes, 'audio');
}

/** The fewest bytes of audio that a form of this Content-Length can have. */
export function fewestAudioBytes(contentLength: string | undefined): number {
  return Math.max(Number(contentLength ?? 0) - MAX_COVER_BYTES - FORM_OVERHEAD_BYTES, 1);
}

/** @throws ProblemError AUDIO_NOT_RECOGNISED when a file does not begin like a supported audio file */
export async function requireAudio(head: Buffer): Promise<void> {
  const format = await detectFormat(head.subarray(0, SAMPLE_BYTES));
  if (format === null) throw errors.AUDIO_NOT_RECOGNISED(formFault('audio', AUDIO_ALLOWED));
}

/**
 * Refuses text that exceeds the limit only after normalisation. Tags of the file are cut silently, text of the client
 * is not.
 * @throws ProblemError VALIDATION_FAILED naming each part
 */
export function requireTextLengths(text: UploadText): void {
  const tooLong = Object.entries(text).filter(
    ([, value]) => typeof value === 'string' && exceedsMax(value, MAX_TEXT_LENGTH),
  );
  if (tooLong.length === 0) return;
  const message = `must be at most ${MAX_TEXT_LENGTH} characters when composed (NFC)`;
  const faults = tooLong.map(([field]) => ({ in: 'form' as const, field, message }));
  throw commonErrors.VALIDATION_FAILED({ errors: faults });
}

/** What is known about an upload once its files have been read. */
export interface ValidatedUpload {
  format: AudioFormat;
  metadata: AudioMetadata;
  /** A re-encoded JPEG. */
  cover: Buffer | null;
}

/** Null for a picture that is not valid, or too expensive to convert. */
async function toEmbeddedCover(picture: Uint8Array): Promise<Buffer | null> {
  try {
    return await toCover(picture);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === 'COVER_NOT_RECOGNISED' || error.detail === COVER_TOO_EXPENSIVE) return null;
    throw error;
  }
}

/** A separate cover must be valid. Of the embedded pictures, the first one that is; a track is accepted without a cover. */
async function coverOf({ cover }: UploadForm, { pictures }: AudioMetadata): Promise<Buffer | null> {
  if (cover !== null) return toCover(await readFile(cover.file.path));
  for (const picture of pictures) {
    const embedded = await toEmbeddedCover(picture);
    if (embedded !== null) return embedded;
  }
  return null;
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
  const metadata = await reader.read({ path, contentType: format.contentType });
  return { format, metadata, cover: await coverOf(form, metadata) };
}

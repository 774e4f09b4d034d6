import { readFile } from 'node:fs/promises';
import { ProblemError } from '@downbeat/shared/problem';
import { COVER_TOO_HARD, toCover } from '../audio/covers.ts';
import { isCutOff, lacksSound } from '../audio/cut-off/index.ts';
import { kindOfFile, type AudioKind } from '../audio/kinds.ts';
import type { TagReader } from '../audio/tag-reader.ts';
import type { AudioTags } from '../audio/tags.ts';
import { AUDIO_ALLOWED, errors, formFault } from '../errors.ts';
import type { UploadForm } from './upload.ts';

/** What is known of an upload once its files have been read. */
export interface Examined {
  kind: AudioKind;
  tags: AudioTags;
  /** A JPEG of our own making. */
  cover: Buffer | null;
}

/**
 * A cover that was sent must be good; one that came inside the audio file is left out when it is not, or when it takes
 * more than this machine has: a track is worth more than its picture.
 */
async function coverOf({ cover }: UploadForm, { picture }: AudioTags): Promise<Buffer | null> {
  if (cover !== null) return toCover(await readFile(cover.file.path));
  if (picture === null) return null;
  try {
    return await toCover(picture);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === 'COVER_NOT_RECOGNISED' || error.detail === COVER_TOO_HARD) return null;
    throw error;
  }
}

/** @throws ProblemError AUDIO_UNREADABLE */
async function requireWhole(path: string, { contentType }: AudioKind): Promise<void> {
  const fault = formFault('audio', AUDIO_ALLOWED);
  if (await isCutOff(path, contentType)) {
    throw errors.AUDIO_UNREADABLE({ detail: 'The file is cut off.', ...fault });
  }
  if (await lacksSound(path, contentType)) {
    throw errors.AUDIO_UNREADABLE({ detail: 'Much of the file is not sound.', ...fault });
  }
}

/** @throws ProblemError AUDIO_NOT_RECOGNISED, AUDIO_UNREADABLE, COVER_NOT_RECOGNISED, UNAVAILABLE when too many are examined */
export async function examine(form: UploadForm, tagReader: TagReader): Promise<Examined> {
  const kind = await kindOfFile(form.audio.file.path);
  if (kind === null) throw errors.AUDIO_NOT_RECOGNISED(formFault('audio', AUDIO_ALLOWED));
  await requireWhole(form.audio.file.path, kind);
  const tags = await tagReader.read(form.audio.file.path);
  return { kind, tags, cover: await coverOf(form, tags) };
}

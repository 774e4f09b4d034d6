import { basename, extname } from 'node:path';
import type { Static } from '@sinclair/typebox';
import type { UploadedFile } from '@downbeat/shared/http';
import { commonErrors, fileTooLarge } from '@downbeat/shared/problem';
import { kindOfBytes, SAMPLE_BYTES } from '../audio/kinds.ts';
import { MAX_COVER_BYTES } from '../audio/covers.ts';
import { peek } from '../audio/peek.ts';
import { MAX_TEXT_LENGTH } from '../audio/limits.ts';
import { outgrows } from '../audio/tidy-text.ts';
import { AUDIO_ALLOWED, errors, formFault } from '../errors.ts';
import type { operations } from '../generated/operations.gen.ts';
import type { Intake, ReceivedFile } from '../storage/index.ts';

type Contract = (typeof operations.createTrack)['config']['multipart'];

/** The text parts of the form, validated. */
export type UploadText = Static<Contract['text']>;

/** One file of the form, received and not stored. */
export interface Upload {
  file: ReceivedFile;
  /** The client's name for it, without folders and extension: good for a title, and for nothing else. */
  stem: string;
}

export interface UploadForm {
  text: UploadText;
  audio: Upload;
  cover: Upload | null;
}

function stemOf(filename: string): string {
  const name = basename(filename.replaceAll('\\', '/'));
  return name.slice(0, name.length - extname(name).length);
}

/** Room for the text parts, part headers and boundaries of a form. */
const FORM_OVERHEAD_BYTES = 256 * 1024;

/**
 * Refuses a form that announces more than the largest files together, before any of it is read. Which of them is too
 * large is not known then; it is taken to be the one that may be large at all.
 */
export function refuseAnnounced(contentLength: string | undefined, maxAudioBytes: number): void {
  const mostBytes = maxAudioBytes + MAX_COVER_BYTES + FORM_OVERHEAD_BYTES;
  if (Number(contentLength ?? 0) > mostBytes) throw fileTooLarge(maxAudioBytes, 'audio');
}

/** Receives the files of a form one after the other, and stops reading as soon as one cannot be taken. */
export function createReceiver(intake: Intake, maxAudioBytes: number) {
  return async ({ name, filename, stream }: UploadedFile<'audio' | 'cover'>): Promise<Upload> => {
    const source = stream as AsyncIterable<Buffer>;
    const receive = name === 'audio' ? receiveAudio : receiveCover;
    const stem = stemOf(filename);
    return { file: await receive(source), stem };
  };

  async function receiveAudio(source: AsyncIterable<Buffer>): Promise<ReceivedFile> {
    const { sample, whole } = await peek(source, SAMPLE_BYTES);
    if ((await kindOfBytes(sample)) === null) {
      await whole[Symbol.asyncIterator]().return?.();
      throw errors.AUDIO_NOT_RECOGNISED(formFault('audio', AUDIO_ALLOWED));
    }
    return intake.receive(whole, maxAudioBytes, 'audio');
  }

  async function receiveCover(source: AsyncIterable<Buffer>): Promise<ReceivedFile> {
    return intake.receive(source, MAX_COVER_BYTES, 'cover');
  }
}

/** What the contract's form becomes once it is complete. */
export function toUploadForm(text: UploadText, files: { audio?: Upload; cover?: Upload }): UploadForm {
  const { audio, cover = null } = files;
  if (audio === undefined) {
    throw commonErrors.VALIDATION_FAILED({
      errors: [{ in: 'form', field: 'audio', message: 'is required' }],
    });
  }
  return { text, audio, cover };
}

/**
 * Refuses what only grows beyond its limit when it is normalised: what somebody typed is not cut silently, as tags are.
 * @throws ProblemError VALIDATION_FAILED naming each part
 */
export function refuseOutgrown({ title, artist, album, genre }: UploadText): void {
  const texts = Object.entries({ title, artist, album, genre });
  const outgrown = texts.filter(([, text]) => text !== undefined && outgrows(text, MAX_TEXT_LENGTH));
  if (outgrown.length === 0) return;
  const message = `must NOT have more than ${MAX_TEXT_LENGTH} characters when composed (NFC)`;
  const faults = outgrown.map(([field]) => ({ in: 'form' as const, field, message }));
  throw commonErrors.VALIDATION_FAILED({ errors: faults });
}

/** Removes what has been received and not taken over by storage. */
export async function discard({ audio, cover }: UploadForm): Promise<void> {
  await audio.file.discard();
  await cover?.file.discard();
}

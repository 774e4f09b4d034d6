import { basename, extname } from 'node:path';
import { commonErrors } from '@downbeat/shared/errors';
import type { UploadedFile } from '@downbeat/shared/http';
import type { Static } from '@sinclair/typebox';
import { SAMPLE_BYTES } from '../audio/audio-format.ts';
import { MAX_COVER_BYTES } from '../audio/cover.ts';
import type { operations } from '../generated/operations.gen.ts';
import type { ReceivedFile, UploadStaging } from '../storage/upload-staging.ts';
import { requireAudio } from './validate-upload.ts';

type Contract = (typeof operations.createTrack)['config']['multipart'];

/** The text parts of the form, validated. */
export type UploadText = Static<Contract['text']>;

/** One file of the form, received and not stored yet. */
export interface Upload {
  file: ReceivedFile;
  /** The client's file name without folders and extension; only used for a title. */
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

/** The same bytes, but fails as soon as the first of them are not those of an audio file. */
async function* onlyAudio(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of source) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < SAMPLE_BYTES) continue;
    await requireAudio(head);
    yield head;
    head = null;
  }
  if (head === null) return;
  await requireAudio(head);
  yield head;
}

/** Receives the files of a form one after the other, and stops reading as soon as one is refused. */
export function createReceiver(uploadStaging: UploadStaging, maxAudioBytes: number) {
  return async ({ name, filename, stream }: UploadedFile<'audio' | 'cover'>): Promise<Upload> => {
    const source = stream as AsyncIterable<Buffer>;
    // An error that comes before the first read would end the process otherwise. The read reports it.
    stream.on('error', () => undefined);
    const file =
      name === 'audio'
        ? await uploadStaging.receive(onlyAudio(source), maxAudioBytes, 'audio')
        : await uploadStaging.receive(source, MAX_COVER_BYTES, 'cover');
    return { file, stem: stemOf(filename) };
  };
}

/** @throws ProblemError VALIDATION_FAILED without a file for the audio */
export function toUploadForm(text: UploadText, files: { audio?: Upload; cover?: Upload }): UploadForm {
  const { audio, cover = null } = files;
  if (audio === undefined) {
    throw commonErrors.VALIDATION_FAILED({
      errors: [{ in: 'form', field: 'audio', message: 'is required' }],
    });
  }
  return { text, audio, cover };
}

/** Removes the received files that storage has not taken. */
export async function discard({ audio, cover }: UploadForm): Promise<void> {
  await audio.file.discard();
  await cover?.file.discard();
}

import { basename, extname } from 'node:path';
import { commonErrors, fileTooLarge } from '@downbeat/shared/errors';
import type { UploadedFile } from '@downbeat/shared/http';
import type { Static } from '@sinclair/typebox';
import { detectFormat, SAMPLE_BYTES } from '../audio/audio-format.ts';
import { MAX_COVER_BYTES } from '../audio/cover.ts';
import { MAX_TEXT_LENGTH } from '../audio/metadata.ts';
import { exceedsMax } from '../audio/sanitize-text.ts';
import { AUDIO_ALLOWED, errors, formFault } from '../errors.ts';
import type { operations } from '../generated/operations.gen.ts';
import type { ReceivedFile, UploadStaging } from '../storage/upload-staging.ts';

type Contract = (typeof operations.createTrack)['config']['multipart'];

/** The text parts of the form, validated. */
type UploadText = Static<Contract['text']>;

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

/** For the text parts, part headers and boundaries of a form. */
const FORM_OVERHEAD_BYTES = 256 * 1024;

/**
 * Refuses a form by its Content-Length before reading it, when it exceeds both file limits together. Which part is too
 * large is unknown at that point; the answer names the audio.
 */
export function requireContentLength(contentLength: string | undefined, maxAudioBytes: number): void {
  const maxFormBytes = maxAudioBytes + MAX_COVER_BYTES + FORM_OVERHEAD_BYTES;
  if (Number(contentLength ?? 0) > maxFormBytes) throw fileTooLarge(maxAudioBytes, 'audio');
}

async function* concat(first: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Reads at least the first `bytes` of a stream; `whole` still yields the stream from its beginning. */
async function peek(source: AsyncIterable<Buffer>, bytes: number) {
  const rest = source[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let length = 0;
  while (length < bytes) {
    const next = await rest.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  return { sample: Buffer.concat(first).subarray(0, bytes), whole: concat(first, rest) };
}

/** Receives the files of a form one after the other, and stops reading as soon as one is refused. */
export function createReceiver(uploadStaging: UploadStaging, maxAudioBytes: number) {
  async function receiveAudio(source: AsyncIterable<Buffer>): Promise<ReceivedFile> {
    const { sample, whole } = await peek(source, SAMPLE_BYTES);
    if ((await detectFormat(sample)) === null) {
      throw errors.AUDIO_NOT_RECOGNISED(formFault('audio', AUDIO_ALLOWED));
    }
    return uploadStaging.receive(whole, maxAudioBytes, 'audio');
  }

  return async ({ name, filename, stream }: UploadedFile<'audio' | 'cover'>): Promise<Upload> => {
    const source = stream as AsyncIterable<Buffer>;
    const file =
      name === 'audio'
        ? await receiveAudio(source)
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

/**
 * Refuses text that exceeds the limit only after normalisation. Tags of the file are cut silently, text of the client
 * is not.
 * @throws ProblemError VALIDATION_FAILED naming each part
 */
export function requireTextLengths({ title, artist, album, genre }: UploadText): void {
  const texts = Object.entries({ title, artist, album, genre });
  const tooLong = texts.filter(([, text]) => text !== undefined && exceedsMax(text, MAX_TEXT_LENGTH));
  if (tooLong.length === 0) return;
  const message = `must NOT have more than ${MAX_TEXT_LENGTH} characters when composed (NFC)`;
  const faults = tooLong.map(([field]) => ({ in: 'form' as const, field, message }));
  throw commonErrors.VALIDATION_FAILED({ errors: faults });
}

/** Removes the received files that storage has not taken. */
export async function discard({ audio, cover }: UploadForm): Promise<void> {
  await audio.file.discard();
  await cover?.file.discard();
}

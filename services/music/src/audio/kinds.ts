import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import type { AudioContentType } from '../generated/schemas.gen.ts';

export interface AudioKind {
  contentType: AudioContentType;
  extension: string;
}

/** How many bytes of a file tell its kind. */
export const SAMPLE_BYTES = 4100;

/** The end of a file's name, by its type. */
export const EXTENSIONS: Readonly<Record<AudioContentType, string>> = {
  'audio/mpeg': 'mp3',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
};

const kind = (contentType: AudioContentType): AudioKind => ({
  contentType,
  extension: EXTENSIONS[contentType],
});

// M4A files are written with several brands, some of them those of films: whether there is a picture is read later.
const KINDS: Readonly<Record<string, AudioKind>> = {
  'audio/mpeg': kind('audio/mpeg'),
  'audio/flac': kind('audio/flac'),
  'audio/ogg': kind('audio/ogg'),
  'audio/ogg; codecs=opus': { contentType: 'audio/ogg', extension: 'opus' },
  'audio/x-m4a': kind('audio/mp4'),
  'audio/mp4': kind('audio/mp4'),
  'video/mp4': kind('audio/mp4'),
  'audio/wav': kind('audio/wav'),
};

/** The kind of audio that the first bytes of a file promise; null for anything that we do not take. */
export async function kindOfBytes(sample: Uint8Array): Promise<AudioKind | null> {
  const type = await fileTypeFromBuffer(sample);
  return KINDS[type?.mime ?? ''] ?? null;
}

/** The kind of a whole file, which sees behind long tags too. */
export async function kindOfFile(path: string): Promise<AudioKind | null> {
  const type = await fileTypeFromFile(path);
  return KINDS[type?.mime ?? ''] ?? null;
}

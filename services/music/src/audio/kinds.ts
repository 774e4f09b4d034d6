import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';

export type AudioContentType = 'audio/mpeg' | 'audio/flac' | 'audio/ogg' | 'audio/mp4' | 'audio/wav';

export interface AudioKind {
  contentType: AudioContentType;
  extension: string;
}

/** How many bytes of a file tell its kind. */
export const SAMPLE_BYTES = 4100;

// M4A files are written with several brands, some of them those of films: whether there is a picture is read later.
const KINDS: Readonly<Record<string, AudioKind>> = {
  'audio/mpeg': { contentType: 'audio/mpeg', extension: 'mp3' },
  'audio/flac': { contentType: 'audio/flac', extension: 'flac' },
  'audio/ogg': { contentType: 'audio/ogg', extension: 'ogg' },
  'audio/ogg; codecs=opus': { contentType: 'audio/ogg', extension: 'opus' },
  'audio/x-m4a': { contentType: 'audio/mp4', extension: 'm4a' },
  'audio/mp4': { contentType: 'audio/mp4', extension: 'm4a' },
  'video/mp4': { contentType: 'audio/mp4', extension: 'm4a' },
  'audio/wav': { contentType: 'audio/wav', extension: 'wav' },
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

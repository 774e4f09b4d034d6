import type { AudioContentType } from '../generated/schemas.gen.ts';
import { beginsWithMpeg } from './integrity/mpeg.ts';
import { withFileWindow, type FileWindow } from './integrity/window.ts';

export interface AudioFormat {
  contentType: AudioContentType;
  extension: string;
}

/** How many bytes at the start of a file are enough to detect its format: a few kilobytes may precede MPEG frames. */
export const SAMPLE_BYTES = 64 * 1024;

/** The usual extension of a file name. */
export const EXTENSIONS: Readonly<Record<AudioContentType, string>> = {
  'audio/mpeg': 'mp3',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
};

const format = (contentType: AudioContentType): AudioFormat => ({
  contentType,
  extension: EXTENSIONS[contentType],
});

// M4A files carry several brands, some of them those of videos. The metadata reader refuses a file with a video track.
const FORMATS: Readonly<Record<string, AudioFormat>> = {
  'audio/mpeg': format('audio/mpeg'),
  'audio/flac': format('audio/flac'),
  'audio/ogg': format('audio/ogg'),
  'audio/ogg; codecs=opus': { contentType: 'audio/ogg', extension: 'opus' },
  'audio/x-m4a': format('audio/mp4'),
  'audio/mp4': format('audio/mp4'),
  'video/mp4': format('audio/mp4'),
  'audio/wav': format('audio/wav'),
};

/** Loaded with the first upload: no start needs it. */
export const loadFileType = () => import('file-type');

/** MPEG audio has no header of its own, and padding or the rest of a frame may precede its first frame. */
async function formatOf(mime: string | undefined, file: FileWindow): Promise<AudioFormat | null> {
  if (mime !== undefined) return FORMATS[mime] ?? null;
  return (await beginsWithMpeg(file)) ? format('audio/mpeg') : null;
}

/** The format that the first bytes of a file indicate; null when it is not supported. */
export async function detectFormat(sample: Buffer): Promise<AudioFormat | null> {
  const { fileTypeFromBuffer } = await loadFileType();
  const type = await fileTypeFromBuffer(sample);
  const at = async (position: number, length: number) => sample.subarray(position, position + length);
  return formatOf(type?.mime, { fileBytes: sample.length, at });
}

/** The format of a whole file, which also sees what follows a long tag. */
export async function detectFileFormat(path: string): Promise<AudioFormat | null> {
  const { fileTypeFromFile } = await loadFileType();
  const type = await fileTypeFromFile(path);
  return withFileWindow(path, async (file) => formatOf(type?.mime, file));
}

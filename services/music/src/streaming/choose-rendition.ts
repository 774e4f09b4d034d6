import { EXTENSIONS } from '../audio/audio-format.ts';
import { type AudioContentType, AudioFormatNameValues } from '../generated/schemas.gen.ts';
import { bitRateOf, RENDITIONS } from '../renditions/rendition-rules.ts';
import type { FoundFiles, TrackFile } from '../tracks/repository.ts';

/** What a client asks for. */
export interface Wish {
  /** As in the query. */
  formats?: string | undefined;
  /** kbit/s; 0 for no limit. */
  maxBitRate?: number | undefined;
}

/** One of the files of a track's audio. */
export interface AudioChoice extends TrackFile {
  /** The name of the rendition, or `original`. */
  rendition: string;
  contentType: AudioContentType;
  extension: string;
}

interface Candidate extends AudioChoice {
  /** Of which a client must play one. */
  formats: readonly string[];
  bitRate: number;
}

/** What can be known before ffmpeg has read the file: nothing about its codec. A client is sent it as one that it plays. */
const UNKNOWN = ['raw', ...AudioFormatNameValues];

function candidatesOf({ record, files, renditions }: FoundFiles): [Candidate, ...Candidate[]] {
  const { contentType, durationMs } = record;
  const known = renditions?.original;
  const original: Candidate = {
    ...files.audio,
    rendition: 'original',
    contentType,
    extension: EXTENSIONS[contentType],
    formats: known === undefined ? UNKNOWN : ['raw', ...(known.format === null ? [] : [known.format])],
    bitRate: known?.bitRate ?? bitRateOf({ bytes: files.audio.bytes, durationMs }),
  };
  const others = (renditions?.files ?? []).map(({ name, ...file }): Candidate => {
    const { format, extension, ...rest } = RENDITIONS[name];
    return { ...file, ...rest, rendition: name, extension, formats: [format] };
  });
  return [original, ...others];
}

/**
 * Chooses one of the files of a track: the first in the order of their quality that the client plays and that is within its
 * limit, else the smallest that it plays. The original, when it plays none.
 * @param ifRange an ETag: a client that has a part of one of these files gets the rest of the same one
 * @param lost keys of renditions that are not in storage
 */
export function chooseRendition(
  found: FoundFiles,
  wish: Wish,
  ifRange?: string,
  lost: ReadonlySet<string> = new Set(),
): AudioChoice {
  const [original, ...others] = candidatesOf(found);
  const candidates: typeof others = [original, ...others.filter(({ key }) => !lost.has(key))];
  const begun = candidates.find(({ sha256 }) => `"${sha256}"` === ifRange);
  if (begun !== undefined) return begun;
  const formats: readonly string[] = wish.formats?.split(',') ?? AudioFormatNameValues;
  const limit = wish.maxBitRate || Infinity;
  const played = candidates.filter((one) => one.formats.some((format) => formats.includes(format)));
  const bySize = played.toSorted((one, other) => one.bitRate - other.bitRate);
  return played.find(({ bitRate }) => bitRate <= limit) ?? bySize[0] ?? original;
}

/** The most that the contract allows of what a file says. */
export interface TagLimits {
  readonly maxTextLength: number;
  /** Of the year and of the track's number. */
  readonly maxNumber: number;
  readonly maxDurationMs: number;
}

/** What a file says about itself, trimmed to what the contract allows. */
export interface AudioTags {
  durationMs: number;
  title: string | null;
  artist: string | null;
  album: string | null;
  genre: string | null;
  year: number | null;
  trackNumber: number | null;
  /** The embedded front cover, as it stands in the file. */
  picture: Uint8Array | null;
}

export type TagsAnswer = { tags: AudioTags } | { unreadable: string };

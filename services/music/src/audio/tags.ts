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

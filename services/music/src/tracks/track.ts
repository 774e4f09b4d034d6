import type { Track } from '../generated/schemas.gen.ts';

/** A track without its addresses, which are signed for each reader. */
export interface TrackRecord extends Omit<Track, 'streamUrl' | 'coverUrl'> {
  hasCover: boolean;
}

/** A file of a track, as storage knows it. */
export interface TrackFile {
  key: string;
  bytes: number;
  /** Hexadecimal; the file's strong validator. */
  sha256: string;
}

export interface TrackFiles {
  audio: TrackFile;
  cover: TrackFile | null;
}

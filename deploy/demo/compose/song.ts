import type { Stereo } from './effects.ts';

export type Format = 'mp3' | 'flac' | 'ogg' | 'opus' | 'm4a';

export interface Song {
  slug: string;
  title: string;
  artist: string;
  album: string;
  genre: string;
  year: number;
  trackNumber: number;
  format: Format;
  /** Seeds the cover. */
  seed: number;
  perform(): Stereo;
}

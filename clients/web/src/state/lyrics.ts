import type { Lyrics } from '@downbeat/sdk';
import { createTrackCache } from './track-cache.ts';

/** The lyrics of a track; null without any. */
export const lyricsOf = createTrackCache<Lyrics>(async (library, trackId) => {
  const lyrics = await library.getLyrics({ trackId });
  return lyrics.lines.length === 0 ? null : lyrics;
});

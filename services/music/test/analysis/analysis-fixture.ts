import { waitFor } from '@downbeat/shared/test-kit';
import type { Test } from 'tap';
import type { Track, TrackAnalysis } from '../../src/generated/schemas.gen.ts';
import { audioForm } from '../kit/files.ts';
import { ffmpegPath } from '../kit/ffmpeg.ts';
import { type Music, type MusicOptions, type Person, startMusic } from '../kit/music.ts';

/** A service that analyses its uploads. */
export const startAnalysing = (t: Test, { env = {}, ...options }: MusicOptions = {}): Promise<Music> =>
  startMusic(t, {
    ...options,
    env: { ANALYSES_AT_ONCE: '1', FFMPEG_PATH: ffmpegPath, RENDITIONS: 'false', ...env },
  });

export async function uploaded(
  music: Music,
  artist: Person,
  bytes: Uint8Array<ArrayBuffer>,
  filename: string,
): Promise<Track> {
  const response = await music.upload(audioForm(bytes, filename), artist);
  const track = (await response.json()) as Track & { detail?: string };
  if (response.status !== 201) throw new Error(`${filename}: ${track.detail ?? response.status}`);
  return track;
}

export const analysisOf = async (music: Music, who: Person, { id }: Track): Promise<TrackAnalysis> =>
  (await (await music.get(`/api/music/tracks/${id}/analysis`, who)).json()) as TrackAnalysis;

/** The analysis of a track, once it is not pending any more. */
export const ended = (music: Music, who: Person, track: Track): Promise<TrackAnalysis> =>
  waitFor('the analysis to end', async () => {
    const analysis = await analysisOf(music, who, track);
    return analysis.state !== 'pending' && analysis;
  });

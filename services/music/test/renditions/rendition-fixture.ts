import { waitFor } from '@downbeat/shared/test-kit';
import type { Test } from 'tap';
import type { Track, TrackRenditions } from '../../src/generated/schemas.gen.ts';
import { analysisOf, startAnalysing } from '../analysis/analysis-fixture.ts';
import { madeByFfmpeg } from '../kit/ffmpeg.ts';
import type { Music, MusicOptions, Person } from '../kit/music.ts';

/** A service that analyses its uploads and makes renditions. */
export const startEncoding = (t: Test, { env = {}, ...options }: MusicOptions = {}): Promise<Music> =>
  startAnalysing(t, { ...options, env: { RENDITIONS: 'true', ...env } });

/** Two tones at once, so that a delay shows. */
export const tone = (seconds: number, sampleRate = 44_100): string =>
  `aevalsrc='0.25*sin(2*PI*997*t)+0.2*sin(2*PI*61*t)|0.25*sin(2*PI*997*t)+0.2*sin(2*PI*61*t)':s=${sampleRate}:d=${seconds}`;

/** A file of such tones. A path, unless the format can be written to a pipe. */
export const toneFile = (source: string, ...args: string[]): Promise<Uint8Array<ArrayBuffer>> =>
  madeByFfmpeg('-f', 'lavfi', '-i', source, ...args);

/** ALAC, written to a pipe. */
export const ALAC = ['-c:a', 'alac', '-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov'];

export const renditionsOf = async (music: Music, who: Person, track: Track): Promise<TrackRenditions> =>
  (await analysisOf(music, who, track)).renditions;

/** The renditions of a track, once they are not pending any more. */
export const encoded = (music: Music, who: Person, track: Track): Promise<TrackRenditions> =>
  waitFor('the renditions', async () => {
    const renditions = await renditionsOf(music, who, track);
    return renditions.state !== 'pending' && renditions;
  });

/** What is sent for a track with these parameters behind its signed URL, once the caches know its renditions. */
export async function streamed(music: Music, { streamUrl }: Track, more = '', init: RequestInit = {}) {
  const response = await fetch(`${music.baseUrl}${streamUrl}${more}`, init);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const header = (name: string) => response.headers.get(name);
  return {
    ...{ status: response.status, bytes, etag: header('etag'), type: header('content-type') },
    ...{ rendition: header('x-rendition'), range: header('content-range') },
    disposition: header('content-disposition'),
  };
}

/** Waits until the stream has this rendition. */
export const nowStreams = (music: Music, track: Track, rendition: string, more = '') =>
  waitFor(`the stream to be ${rendition}`, async () => {
    const answer = await streamed(music, track, more);
    return answer.rendition === rendition && answer;
  });

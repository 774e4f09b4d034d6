import { waitFor } from '@downbeat/shared/test-kit';
import sharp from 'sharp';
import type { Test } from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { type Music, type MusicOptions, type Person, startMusic } from '../kit/music.ts';

/** A service that makes the sizes of covers, and needs no ffmpeg for it. */
export const startCovers = (t: Test, { env = {}, ...options }: MusicOptions = {}): Promise<Music> =>
  startMusic(t, { ...options, env: { ANALYSES_AT_ONCE: '1', FFMPEG_PATH: '/no/ffmpeg', ...env } });

/** A picture with a gradient from the colour to black, as no flat one has. */
export async function pictureOf(colour: string, width = 1400, height = width): Promise<Buffer> {
  const shade = Buffer.from(
    `<svg width="${width}" height="${height}"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="${colour}"/>
     <stop offset="1"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/></svg>`,
  );
  return sharp(shade).png().toBuffer();
}

export async function uploadCovered(
  music: Music,
  artist: Person,
  picture: Buffer,
  text = {},
): Promise<Track> {
  const form = audioForm(silentWav(1), 'a.wav', text);
  form.append('cover', new Blob([new Uint8Array(picture)]), 'cover.png');
  const response = await music.upload(form, artist);
  const track = (await response.json()) as Track & { detail?: string };
  if (response.status !== 201) throw new Error(track.detail ?? String(response.status));
  return track;
}

export function setCover(music: Music, track: Track, picture: Buffer, who: Person): Promise<Response> {
  const body = new FormData();
  body.append('cover', new Blob([new Uint8Array(picture)]), 'cover.png');
  const headers = { authorization: who.authorization };
  return fetch(`${music.baseUrl}/api/music/tracks/${track.id}/cover`, { method: 'PUT', headers, body });
}

/** What is sent for a cover. */
export async function covered(music: Music, url: string, more = '', headers: Record<string, string> = {}) {
  const response = await fetch(`${music.baseUrl}${url}${more}`, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  const header = (name: string) => response.headers.get(name);
  return {
    ...{ status: response.status, bytes, type: header('content-type'), etag: header('etag') },
    ...{ cache: header('cache-control'), vary: header('vary'), place: header('x-accel-redirect') },
    range: header('content-range'),
  };
}

/** Waits until the cover of this URL is sent in sizes. */
export const nowSized = (music: Music, url: string) =>
  waitFor('the sizes of the cover', async () => {
    const answer = await covered(music, url, '&size=96', { accept: 'image/webp' });
    return answer.type === 'image/webp' && answer;
  });

/** Waits until the track has its placeholder. */
export const placed = (
  music: Music,
  who: Person,
  { id }: Track,
): Promise<Track & { coverPlaceholder: string }> =>
  waitFor('the placeholder', async () => {
    const track = (await (await music.get(`/api/music/tracks/${id}`, who)).json()) as Track;
    return typeof track.coverPlaceholder === 'string' && (track as Track & { coverPlaceholder: string });
  });

import { effect } from '@preact/signals';
import { hueOfPixels } from '../hue.ts';
import { downbeat } from '../state/account.ts';
import { currentItem } from '../state/playback.ts';
import { trackOf } from '../state/tracks.ts';

/** The cover is read in this size: enough for its colour. */
const SIZE = 24;

async function hueOfCover(url: string): Promise<number | null> {
  const response = await fetch(url);
  if (!response.ok) return null;
  const image = await createImageBitmap(await response.blob(), { resizeWidth: SIZE, resizeHeight: SIZE });
  const drawing = new OffscreenCanvas(SIZE, SIZE).getContext('2d');
  drawing?.drawImage(image, 0, 0);
  return hueOfPixels(drawing?.getImageData(0, 0, SIZE, SIZE).data ?? new Uint8ClampedArray());
}

const known = new Map<string, number | null>();

function applyHue(hue: number | null): void {
  const { style } = document.documentElement;
  if (hue === null) style.removeProperty('--hue');
  else style.setProperty('--hue', String(Math.round(hue)));
}

async function findHue(id: string, coverUrl: string): Promise<void> {
  const hue = await hueOfCover(downbeat.mediaUrl(coverUrl, { size: 96 })).catch(() => null);
  known.set(id, hue);
  if (currentItem.peek()?.trackId === id) applyHue(hue);
}

/** Gives the page the hue of the cover that plays; without one, or without colour, its own. */
export function startCoverColour(): void {
  effect(showHue);
}

function showHue(): void {
  const trackId = currentItem.value?.trackId;
  const track = trackId === undefined ? null : trackOf(trackId).value;
  const { id = '', coverUrl = null } = track ?? {};
  if (coverUrl === null || known.has(id)) applyHue(known.get(id) ?? null);
  else void findHue(id, coverUrl);
}

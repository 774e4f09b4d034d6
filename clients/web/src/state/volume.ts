import { effect, signal } from '@preact/signals';
import { opened } from './room.ts';

const KEY = 'downbeat.volume';
const LOUDEST = 1;

function stored(): number {
  const volume = Number.parseFloat(localStorage.getItem(KEY) ?? '');
  return volume >= 0 && volume <= LOUDEST ? volume : LOUDEST;
}

/** The volume of this device, from 0 to 1; the other members of a room keep theirs. */
export const volume = signal(stored());
export const muted = signal(false);
/** Whether clicks sound in place of the music. */
export const isClicking = signal(false);

/** Changes the volume, and ends the silence of a muted page. */
export function setVolume(value: number): void {
  volume.value = Math.min(Math.max(value, 0), LOUDEST);
  muted.value = false;
}

/** Loudness is heard in powers: the square makes the middle of the slider sound half as loud. */
effect(() => {
  const player = opened.value?.player;
  if (player !== undefined) {
    player.volume = volume.value ** 2;
    player.muted = muted.value || isClicking.value;
  }
  localStorage.setItem(KEY, String(volume.value));
});

import { effect, signal } from '@preact/signals';

const KEY = 'downbeat.nudge';
export const MAX_NUDGE_MS = 300;

function stored(): number {
  const value = Number.parseFloat(localStorage.getItem(KEY) ?? '');
  return Math.abs(value) <= MAX_NUDGE_MS ? value : 0;
}

/** How much later this device plays, as its listener has set it by ear; negative is earlier. */
export const nudgeMs = signal(stored());

effect(() => localStorage.setItem(KEY, String(nudgeMs.value)));

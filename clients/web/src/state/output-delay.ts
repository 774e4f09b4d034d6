import { computed, effect, signal } from '@preact/signals';
import { opened } from './room.ts';

const KEY = 'downbeat.output-delays';
const FIRST_OUTPUT = 'Speakers';
/** What the service takes. */
export const LEAST_DELAY_MS = -500;
export const MOST_DELAY_MS = 2000;

/** By the name of the output. */
type Delays = ReadonlyMap<string, number>;

interface Kept {
  output: string;
  /** By the name of the output. */
  delays: [string, number][];
}

/** What this browser has kept. */
function stored(): Kept {
  try {
    const { output, delays } = JSON.parse(localStorage.getItem(KEY) ?? '') as Kept;
    return { output, delays: delays.filter(([, ms]) => Number.isInteger(ms)) };
  } catch {
    return { output: FIRST_OUTPUT, delays: [] };
  }
}

const kept = stored();

/** What this device plays on, as its user calls it. */
export const output = signal(kept.output);
/** How much later than the device reports each output is heard, in milliseconds, as its listener has set it by ear. */
export const delays = signal<Delays>(new Map(kept.delays));
export const delayMs = computed(() => delays.value.get(output.value) ?? 0);

effect(() => {
  const player = opened.value?.player;
  if (player !== undefined) player.nudgeMs = delayMs.value;
  const now: Kept = { output: output.value, delays: [...delays.value] };
  localStorage.setItem(KEY, JSON.stringify(now));
});

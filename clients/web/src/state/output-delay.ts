import { batch, computed, effect, signal } from '@preact/signals';
import { user } from './account.ts';
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
  unsaved: string[];
}

interface Stored extends Kept {
  userId: string;
}

/** What this browser has kept for a user. */
function stored(userId: string | undefined): Kept {
  const nothing = { output: FIRST_OUTPUT, delays: [], unsaved: [] };
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '') as Stored;
    const { output, delays, unsaved } = kept;
    if (userId === undefined || kept.userId !== userId) return nothing;
    return { output, delays: delays.filter(([, ms]) => Number.isInteger(ms)), unsaved: [...unsaved] };
  } catch {
    return nothing;
  }
}

/** What this device plays on, as its user calls it. */
export const output = signal(FIRST_OUTPUT);
/** How much later than the device reports each output is heard, in milliseconds, as its listener has set it by ear. */
export const delays = signal<Delays>(new Map());
/** The outputs whose delays the account may not have yet. */
export const unsaved = signal<ReadonlySet<string>>(new Set());
export const delayMs = computed(() => delays.value.get(output.value) ?? 0);

/** Whose delays these are. */
let userId: string | undefined;
effect(() => {
  if (user.value?.id === userId) return;
  userId = user.value?.id;
  const kept = stored(userId);
  batch(() => {
    output.value = kept.output;
    delays.value = new Map(kept.delays);
    unsaved.value = new Set(kept.unsaved);
  });
});

effect(() => {
  const player = opened.value?.player;
  if (player !== undefined) player.nudgeMs = delayMs.value;
  const now: Kept = { output: output.value, delays: [...delays.value], unsaved: [...unsaved.value] };
  if (userId !== undefined) localStorage.setItem(KEY, JSON.stringify({ userId, ...now } satisfies Stored));
});

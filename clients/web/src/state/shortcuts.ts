import { signal } from '@preact/signals';
import { navigate } from 'wouter-preact/use-browser-location';
import { addresses } from '../addresses.ts';
import { currentItem, next, previous, seek, togglePlay } from './playback.ts';
import { positionMs } from './room.ts';
import { muted, setVolume, volume } from './volume.ts';

const SKIP_MS = 10_000;
const VOLUME_STEP = 0.05;

interface Shortcut {
  /** As `KeyboardEvent.key`. */
  key: string;
  /** As it is shown; the key itself by default. */
  shown?: string;
  does: string;
  run: () => void;
}

const whilePlaying = (run: () => unknown) => (): void => {
  if (currentItem.value !== null) run();
};

/** Whether the table is shown. */
export const areKeysShown = signal(false);

/** The one table of keys: what it does not have, no key does. */
export const shortcuts: readonly Shortcut[] = [
  { key: ' ', shown: 'Space', does: 'Play or pause', run: whilePlaying(togglePlay) },
  { key: 'n', does: 'Next track', run: whilePlaying(next) },
  { key: 'p', does: 'Previous track, or back to the beginning', run: whilePlaying(previous) },
  { key: 'l', does: '10 seconds on', run: whilePlaying(() => seek(positionMs.value + SKIP_MS)) },
  { key: 'j', does: '10 seconds back', run: whilePlaying(() => seek(positionMs.value - SKIP_MS)) },
  { key: '+', does: 'Louder', run: () => setVolume(volume.value + VOLUME_STEP) },
  { key: '-', does: 'Quieter', run: () => setVolume(volume.value - VOLUME_STEP) },
  { key: 'm', does: 'Mute', run: () => (muted.value = !muted.value) },
  { key: '/', does: 'Search', run: () => navigate(addresses.search) },
  { key: 'h', does: 'Home', run: () => navigate(addresses.home) },
  { key: 'q', does: 'Queue', run: () => navigate(addresses.queue) },
  { key: 'f', does: 'What is playing', run: () => navigate(addresses.playing) },
];

/** Runs what the table says, and shows it at `?`. Gives a function that ends this. */
export function listenToKeys(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const isHelp = event.key === '?' && !(event.target instanceof HTMLInputElement);
    const run = isHelp ? () => (areKeysShown.value = !areKeysShown.value) : shortcutOf(event)?.run;
    if (run === undefined) return;
    event.preventDefault();
    run();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

/** The shortcut that a key press means; undefined while the user types, or when the browser has its own meaning. */
function shortcutOf({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): Shortcut | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const element = target instanceof HTMLElement ? target : null;
  if (element?.closest('input, textarea, select, dialog, [role=menu]')) return undefined;
  if (key === ' ' && element?.closest('button, a, summary')) return undefined;
  return shortcuts.find((shortcut) => shortcut.key === key.toLowerCase());
}

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
  { key: '/', does: 'Search', run: () => navigate(addresses.search, { state: { isTyping: true } }) },
  { key: 'h', does: 'Home', run: () => navigate(addresses.home) },
  { key: 'q', does: 'Queue', run: () => navigate(addresses.queue) },
  { key: 'f', does: 'What is playing', run: () => navigate(addresses.playing) },
];

/** Runs what the table says, and shows it at `?`. Gives a function that ends this. */
export function listenToKeys(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const isHelp = event.key === '?' && !isIn(event, FIELDS);
    const run = isHelp ? () => (areKeysShown.value = !areKeysShown.value) : shortcutOf(event)?.run;
    if (run === undefined) return;
    event.preventDefault();
    run();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

/** What takes letters itself. A slider keeps the focus after a drag, and takes none. */
const FIELDS = 'input:not([type=range]), textarea, select';

const isIn = ({ target }: KeyboardEvent, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;

/** The shortcut that a key press means; undefined while the user types, or when the browser has its own meaning. */
function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey) return undefined;
  if (isIn(event, `${FIELDS}, dialog, [role=menu]`)) return undefined;
  if (key === ' ' && isIn(event, 'button, a, summary')) return undefined;
  return shortcuts.find((shortcut) => shortcut.key === key.toLowerCase());
}

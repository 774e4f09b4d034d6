import { effect, signal } from '@preact/signals';
import { currentItem, isPlaying } from './playback.ts';

/** The title of the screen that is shown. */
export const screenTitle = signal('');

/** Keeps the title of the browser's tab: what plays, otherwise the screen. */
export function startTitle(): void {
  effect(() => {
    const item = isPlaying.value ? currentItem.value : null;
    document.title = item === null ? `${screenTitle.value} · Downbeat` : `${item.title} · ${item.artistName}`;
  });
}

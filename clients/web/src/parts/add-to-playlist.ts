import type { Track } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import type { MenuItem } from './menu.tsx';

/** The track for which a playlist is being chosen. */
export const chosen = signal<Track | null>(null);

/** The entry of a track's menu that asks for the playlist. */
export function addToPlaylistItem(track: Track): MenuItem {
  return { label: 'Add to playlist', icon: 'plus', run: () => (chosen.value = track) };
}

import type { Track } from '@downbeat/sdk';
import { chosen } from '../state/choosing.ts';
import type { MenuItem } from './menu.tsx';

/** The entry of a track's menu that asks for the playlist. */
export function addToPlaylistItem(track: Track): MenuItem {
  return { label: 'Add to playlist', icon: 'plus', run: () => (chosen.value = track) };
}

import type { Track } from '@downbeat/sdk';
import { attempt } from '../state/notice.ts';
import { downloadTrack } from '../state/downloads.ts';
import type { MenuItem } from './menu.tsx';
import { rateItem } from './rating.tsx';
import { trackItems } from './track-menu.ts';

/** The entry of a menu that saves a track, an album or a playlist. */
export const downloadItem = (save: () => Promise<void>): MenuItem => ({
  label: 'Download',
  icon: 'down',
  run: () => attempt(save),
});

/** The entries of a track's menu, with what is no part of the first screen. */
export const rowItems = (track: Track): MenuItem[] => [
  ...trackItems(track),
  rateItem(track),
  downloadItem(() => downloadTrack(track)),
];

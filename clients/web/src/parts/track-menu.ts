import type { Track } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { navigate } from 'wouter-preact/use-browser-location';
import { addresses } from '../addresses.ts';
import { attempt } from '../state/notice.ts';
import { isSolo } from '../state/playback.ts';
import { can, opened } from '../state/room.ts';
import type { Place } from '../state/queue.ts';
import type { MenuItem } from './menu.tsx';

/** The track for which a playlist is being chosen. */
export const chosen = signal<Track | null>(null);

/** The entries of a track's menu: the queue while there is one that takes tracks, and the user's playlists. */
export function trackItems(track: Track): MenuItem[] {
  return [
    ...queueItems(track.title, async () => [track.id]),
    ...suggestItems(track),
    addToPlaylistItem(track),
    ...catalogueItems(track),
  ];
}

/** For members of a room who may not add to its queue. */
function suggestItems(track: Track): MenuItem[] {
  if (opened.value === null || isSolo.value || can('add')) return [];
  const suggest = async (): Promise<void> => (await import('../state/suggestions.ts')).suggest(track);
  return [{ label: 'Suggest to the room', icon: 'plus', run: () => attempt(suggest) }];
}

/** Leads to the album and the artists of a track, unless the address is theirs. */
function catalogueItems({ albumId, artists = [] }: Track): MenuItem[] {
  const places = [
    ...(albumId ? [{ to: addresses.album(albumId), label: 'Go to the album', icon: 'list' as const }] : []),
    ...artists.map(({ id, name }) => ({
      to: addresses.artist(id),
      label: artists.length === 1 ? 'Go to the artist' : `Go to ${name}`,
      icon: 'person' as const,
    })),
  ];
  return places
    .filter(({ to }) => to !== location.pathname)
    .map(({ to, ...item }) => ({ ...item, run: () => navigate(to) }));
}

/** The entry of a track's menu that asks for the playlist. */
export function addToPlaylistItem(track: Track): MenuItem {
  return { label: 'Add to playlist', icon: 'playlists', run: () => (chosen.value = track) };
}

/**
 * The entries that add to the queue; none while the user is in no room, or may not add there.
 *
 * @param name of what is added
 * @param find gives the ids of its tracks
 */
export function queueItems(name: string, find: () => Promise<readonly string[]>): MenuItem[] {
  if (!can('add')) return [];
  const add = (place: Place) => (): void => {
    attempt(async () => (await import('../state/queue.ts')).addToQueue(name, find, place));
  };
  return [
    { label: isSolo.value ? 'Play next' : 'Play next in the room', icon: 'list', run: add('next') },
    { label: isSolo.value ? 'Add to the queue' : 'Add to the room’s queue', icon: 'plus', run: add('end') },
  ];
}

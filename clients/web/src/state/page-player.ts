// The player of this page, and what it has loaded. Loaded with the first room.
import { WebAudioPlayer, type PlayableTrack } from '@downbeat/sdk/listening';
import type { QueueItem } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { currentItem, isPlaying, repeat } from './playback.ts';
import { roomState } from './room.ts';

/** The queue items that this device has as a whole. */
const loaded = signal<ReadonlySet<string>>(new Set());

export class PagePlayer extends WebAudioPlayer {
  override async load(track: PlayableTrack, ending: AbortSignal): Promise<void> {
    await super.load(track, ending);
    loaded.value = new Set([...loaded.value, track.queueItemId]);
  }

  override unload(queueItemId: string): void {
    super.unload(queueItemId);
    const rest = new Set(loaded.value);
    rest.delete(queueItemId);
    loaded.value = rest;
  }
}

/** What follows what plays now; null where nothing does. */
function nextItem(): QueueItem | null {
  const queue = roomState.value?.queue ?? [];
  const index = queue.findIndex(({ id }) => id === currentItem.value?.id);
  if (repeat.value === 'one') return null;
  return queue[index + 1] ?? (repeat.value === 'all' && queue.length > 1 ? queue[0] : undefined) ?? null;
}

/** What this device can play without a connection, in words. The services decide when the next track begins. */
export function loadedText(): string {
  const item = currentItem.value;
  if (item === null) return '';
  const isLoaded = loaded.value.has(item.id);
  const verb = isPlaying.value ? 'plays' : 'is loaded';
  const now = isLoaded ? `${item.title} ${verb} to its end.` : `${item.title} is not loaded yet.`;
  const next = nextItem();
  if (next === null) return now;
  const later = loaded.value.has(next.id) ? 'is loaded, and starts' : 'comes';
  return `${now} ${next.title}, which follows, ${later} when the connection is back.`;
}

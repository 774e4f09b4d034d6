import type { QueueItem } from '@downbeat/sdk';
import { clockText } from '../format.ts';
import { user } from '../state/account.ts';
import { addedByText } from '../state/member-names.ts';
import { canControl, currentItem, isPlaying, isSolo, playItem, togglePlay } from '../state/playback.ts';
import { playNext, removeItem } from '../state/queue.ts';
import { can, commanding } from '../state/room.ts';
import { trackOf } from '../state/tracks.ts';
import { addToPlaylistItem } from './track-menu.ts';
import { Logo } from './logo.tsx';
import { Cover } from './cover.tsx';
import { Icon } from './icon.tsx';
import { Menu, type MenuItem } from './menu.tsx';

/** An item of the queue; members who may control playback can play it. */
export function QueueRow({ item }: { item: QueueItem }) {
  const isCurrent = item.id === currentItem.value?.id;
  const playing = isCurrent && isPlaying.value;
  const track = trackOf(item.trackId).value;
  const items = menuOf(item, isCurrent);
  return (
    <div class="row" aria-current={isCurrent ? 'true' : undefined}>
      <button
        type="button"
        class="play-cover"
        aria-label={`${playing ? 'Pause' : 'Play'} ${item.title}`}
        disabled={!canControl.value}
        aria-disabled={commanding.busy.value}
        onClick={isCurrent ? togglePlay : () => playItem(item.id)}
      >
        <span class="play-cover-art">
          <Cover track={track} eager={isCurrent} />
          <span class="play-cover-sign">{playing ? <Logo moving /> : <Icon name="play" />}</span>
        </span>
      </button>
      <span class="row-text">
        <strong>{item.title}</strong>
        <span class="muted row-by">
          <span>{item.artistName}</span>
          {!isSolo.value && <span>{addedByText(item.addedBy)}</span>}
        </span>
      </span>
      <span class="row-time">{clockText(item.durationMs)}</span>
      {items.length > 0 && <Menu of={item.title} items={() => items} />}
    </div>
  );
}

/** What this user may do with an item. */
function menuOf(item: QueueItem, isCurrent: boolean): readonly MenuItem[] {
  const track = trackOf(item.trackId).value;
  const isOwn = item.addedBy === user.value?.id;
  const mayRemove = can(isOwn ? 'add' : 'reorder') && (!isCurrent || canControl.value);
  return [
    ...(can('reorder') && !isCurrent
      ? [{ label: 'Play next', icon: 'list', run: () => playNext(item) } as const]
      : []),
    ...(track === null || user.value === null ? [] : [addToPlaylistItem(track)]),
    ...(mayRemove
      ? [{ label: 'Remove from the queue', icon: 'trash', run: () => removeItem(item) } as const]
      : []),
  ];
}

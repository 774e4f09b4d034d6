import type { QueueItem } from '@downbeat/sdk';
import { clockText } from '../format.ts';
import { canControl, currentItem, isPlaying, playItem, togglePlay } from '../state/playback.ts';
import { commanding } from '../state/room.ts';
import { trackOf } from '../state/tracks.ts';
import { addToPlaylistItem } from './add-to-playlist.ts';
import { Logo } from './logo.tsx';
import { Cover } from './cover.tsx';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';

/** An item of the queue; members who may control playback can play it. */
export function QueueRow({ item }: { item: QueueItem }) {
  const isCurrent = item.id === currentItem.value?.id;
  const playing = isCurrent && isPlaying.value;
  const track = trackOf(item.trackId).value;
  return (
    <li class="row" aria-current={isCurrent ? 'true' : undefined}>
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
        <span class="muted">{item.artistName}</span>
      </span>
      <span class="row-time">{clockText(item.durationMs)}</span>
      {track !== null && <Menu of={item.title} items={() => [addToPlaylistItem(track)]} />}
    </li>
  );
}

import type { Track } from '@downbeat/sdk';
import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { clockText } from '../format.ts';
import { currentItem, isPlaying, togglePlay } from '../state/playback.ts';
import { entering } from '../state/room.ts';
import { trackItems } from './track-menu.ts';
import { Logo } from './logo.tsx';
import { Cover } from './cover.tsx';
import { Icon } from './icon.tsx';
import { LikeButton, likeItem } from './like-button.tsx';
import { Menu, type MenuItem } from './menu.tsx';

interface Props {
  track: Track;
  /** Plays the list that the row is part of, from here on. */
  onPlay: () => void;
  menu?: () => readonly MenuItem[];
  /** Stands under the title in the place of the artist. */
  note?: ComponentChildren;
}

/** A track in a list: its cover plays it, its menu has the rest. */
export function TrackRow({ track, onPlay, menu, note }: Props) {
  const isCurrent = currentItem.value?.trackId === track.id;
  return (
    <div class="row" aria-current={isCurrent ? 'true' : undefined}>
      <PlayCover track={track} isCurrent={isCurrent} onPlay={onPlay} />
      <TrackText track={track} note={note} />
      <AlbumName track={track} />
      <span class="row-time">{clockText(track.durationMs)}</span>
      <LikeButton track={track} />
      {menu !== undefined && <Menu of={track.title} items={menu} />}
    </div>
  );
}

/** The name of the album, which leads there; only where there is room for it. */
function AlbumName({ track: { album, albumId } }: { track: Pick<Track, 'album' | 'albumId'> }) {
  if (!albumId) return <span class="row-album muted">{album}</span>;
  return (
    <Link class="row-album muted" href={addresses.album(albumId)}>
      <span>{album}</span>
    </Link>
  );
}

function TrackText({ track, note }: { track: Pick<Track, 'title' | 'artist'>; note?: ComponentChildren }) {
  return (
    <span class="row-text">
      <strong>{track.title}</strong>
      <span class="muted">{note ?? track.artist.name}</span>
    </span>
  );
}

interface PlayCoverProps {
  track: Track;
  isCurrent: boolean;
  onPlay: () => void;
  width?: number;
}

/** The cover as a button; for the current track it pauses and resumes. */
export function PlayCover({ track, isCurrent, onPlay, width }: PlayCoverProps) {
  const playing = isCurrent && isPlaying.value;
  return (
    <button
      type="button"
      class="play-cover"
      aria-label={`${playing ? 'Pause' : 'Play'} ${track.title}`}
      aria-disabled={entering.busy.value}
      onClick={isCurrent ? togglePlay : onPlay}
    >
      <span class="play-cover-art">
        <Cover track={track} width={width} />
        <span class="play-cover-sign">{playing ? <Logo moving /> : <Icon name="play" />}</span>
      </span>
    </button>
  );
}

/** A track in a grid of covers. */
export function TrackCard({ track, onPlay }: Omit<Props, 'menu' | 'note'>) {
  const isCurrent = currentItem.value?.trackId === track.id;
  return (
    <div class="card" aria-current={isCurrent ? 'true' : undefined}>
      <PlayCover track={track} isCurrent={isCurrent} onPlay={onPlay} width={200} />
      <div class="card-foot">
        <TrackText track={track} />
        <Menu of={track.title} items={() => [likeItem(track), ...trackItems(track)]} />
      </div>
    </div>
  );
}

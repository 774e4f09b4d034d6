import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { useBack } from './screen.tsx';
import {
  canControl,
  hasNext,
  isPlaying,
  isSolo,
  next,
  previous,
  repeat,
  shuffle,
  togglePlay,
  toggleShuffle,
} from '../state/playback.ts';
import { commanding } from '../state/room.ts';

/** Previous, play or pause, next. */
export function Transport() {
  const allowed = canControl.value;
  return (
    <div class="transport">
      <IconButton class="wide-only" icon="previous" label="Previous" disabled={!allowed} onClick={previous} />
      <IconButton
        class="play"
        icon={isPlaying.value ? 'pause' : 'play'}
        label={isPlaying.value ? 'Pause' : 'Play'}
        disabled={!allowed}
        busy={commanding.busy.value}
        onClick={togglePlay}
      />
      <IconButton icon="next" label="Next" disabled={!allowed || !hasNext.value} onClick={next} />
    </div>
  );
}

/** Shuffle, repeat and the queue. The first two are for those who listen alone: a room has one order for all. */
export function MoreControls() {
  const [path] = useLocation();
  const back = useBack();
  const isShown = path === addresses.queue;
  const toggle = (event: MouseEvent): void => {
    if (!isShown) return;
    event.preventDefault();
    back();
  };
  return (
    <>
      <IconButton
        icon="shuffle"
        label="Shuffle"
        pressed={shuffle.value}
        disabled={!isSolo.value}
        onClick={toggleShuffle}
      />
      <IconButton
        icon="repeat"
        label="Repeat"
        pressed={repeat.value}
        disabled={!isSolo.value}
        onClick={() => (repeat.value = !repeat.value)}
      />
      <Link
        class="icon-button"
        href={addresses.queue}
        aria-label="Queue"
        aria-current={isShown ? 'page' : undefined}
        title="Queue"
        onClick={toggle}
      >
        <Icon name="list" />
      </Link>
    </>
  );
}

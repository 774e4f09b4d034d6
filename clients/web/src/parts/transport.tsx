import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { useBack } from './screen.tsx';
import {
  canControl,
  cycleRepeat,
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
import { can, commanding } from '../state/room.ts';

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

/** Shuffle and repeat, for all in the room. Those who may not use them have none. */
export function OrderControls() {
  const mode = repeat.value;
  return (
    <>
      {can('reorder') && (
        <IconButton
          icon="shuffle"
          label={isSolo.value ? 'Shuffle' : 'Shuffle what follows'}
          {...(isSolo.value ? { pressed: shuffle.value } : {})}
          busy={commanding.busy.value}
          onClick={toggleShuffle}
        />
      )}
      {canControl.value && (
        <IconButton
          icon={mode === 'one' ? 'repeatOne' : 'repeat'}
          label={`Repeat: ${mode}`}
          class={mode === 'off' ? '' : 'is-on'}
          busy={commanding.busy.value}
          onClick={cycleRepeat}
        />
      )}
    </>
  );
}

/** The order of what plays, and the way to the queue. */
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
      <OrderControls />
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

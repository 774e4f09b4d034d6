import { roomState, quality } from '../state/room.ts';

/** The largest playback error that the page calls unison. */
const IN_UNISON_MS = 5;

/** How this device keeps time with the others, in one word. */
export function syncWord(): 'ready' | 'in unison' | 'catching up' {
  const error = quality.value?.playbackErrorMs ?? null;
  if (error === null || roomState.value?.status !== 'open')
    return roomState.value?.status === 'open' ? 'ready' : 'catching up';
  return Math.abs(error) <= IN_UNISON_MS ? 'in unison' : 'catching up';
}

/** One quiet light: it says whether this device is in unison. The word stands beside it where there is room. */
export function SyncLight() {
  const word = syncWord();
  return <span class={`light light-${word.replace(' ', '-')}`} role="img" aria-label={word} />;
}

import { isPlaying } from '../state/playback.ts';
import { roomState, quality } from '../state/room.ts';

/** The largest playback error that the page calls unison. */
const IN_UNISON_MS = 5;

/** How this device keeps time with the others, in a word or two. */
export function syncWord(): 'Ready' | 'Tuning in' | 'In unison' | 'Catching up' {
  if (roomState.value?.status !== 'open') return 'Catching up';
  const error = quality.value?.playbackErrorMs ?? null;
  if (error === null) return isPlaying.value ? 'Tuning in' : 'Ready';
  return Math.abs(error) <= IN_UNISON_MS ? 'In unison' : 'Catching up';
}

/** One quiet light, beside the word that says the same. */
export function SyncLight() {
  return <span class={`light light-${syncWord().replace(' ', '-').toLowerCase()}`} />;
}
